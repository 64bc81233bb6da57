import type { JobTypeName } from "@spool/contracts/job-catalogue";

/** Something that is said. It is shown as a caption at the same time. */
interface Utterance {
  text: string;
  /** The line of its scene that appears when it begins; null when it reveals nothing. */
  reveals: number | null;
}

export type SceneKind = "title" | "statement" | "bullets" | "timer" | "recap";

/** A scene before its times are known. */
export interface ScriptScene {
  kind: SceneKind;
  /** One or two words above the scene: what kind of thing this is. */
  kicker: string;
  /** "3 of 5", for a point that has a scene of its own. */
  number: { index: number; total: number } | null;
  lines: readonly string[];
  utterances: readonly Utterance[];
  /** A countdown after what is said, in whole seconds; null for none. */
  timer: { minSeconds: number; maxSeconds: number } | null;
}

export interface Script {
  jobType: JobTypeName;
  title: string;
  scenes: readonly ScriptScene[];
  /** Sentences for the submitter about what this video is and is not. */
  notices: readonly string[];
}

/** A scene that says its lines one after the other as they appear. */
export function sceneOf(
  kind: SceneKind,
  kicker: string,
  lines: readonly string[],
  extra: Partial<Pick<ScriptScene, "number" | "timer">> = {},
): ScriptScene {
  const utterances = lines.map((text, reveals) => ({ text, reveals }));
  return { kind, kicker, lines, utterances, number: extra.number ?? null, timer: extra.timer ?? null };
}

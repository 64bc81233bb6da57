import type { JobTypeName } from "@spool/contracts/job-catalogue";
import { partsOf, type SceneContent } from "@spool/contracts/scene-content";
import type { Look } from "./look.ts";

/** Something that is said, and shown as a caption at the same time. */
export interface Utterance {
  text: string;
  /** What the voice is given for it, where that is not the text: a formula in words. */
  spoken?: string;
  /** When it begins, the parts of its scene up to this one are there; null when it reveals nothing. */
  revealsUpTo: number | null;
}

/** A scene before its times are known. */
export interface ScriptScene {
  /** One or two words above the scene: what kind of thing this is. */
  kicker: string;
  /** "3 of 5", for a point that has a scene of its own. */
  number: { index: number; total: number } | null;
  content: SceneContent;
  utterances: readonly Utterance[];
  /** A countdown after what is said, and before a question's answer is told, in whole seconds; null for none. */
  timer: { minSeconds: number; maxSeconds: number } | null;
  /** Time to look at what is shown, after what is said; null for none. */
  rest: { minSeconds: number; maxSeconds: number } | null;
}

export interface Script {
  jobType: JobTypeName;
  title: string;
  look: Look;
  scenes: readonly ScriptScene[];
  /** What an author wrote is as long as it is, and nothing is cut or added to meet a length. */
  writtenBy: "author" | "model" | "writer";
  /** Sentences for the submitter about what this video is and is not. */
  notices: readonly string[];
}

/** What the voice is given for an utterance. */
export const spokenText = ({ text, spoken }: Utterance): string => spoken ?? text;

/** A scene that says its parts one after the other as they appear, unless it is given other words. */
export function sceneOf(
  kicker: string,
  content: SceneContent,
  extra: Partial<Pick<ScriptScene, "number" | "timer" | "rest" | "utterances">> = {},
): ScriptScene {
  return {
    kicker,
    content,
    utterances: extra.utterances ?? partsOf(content).map((text, part) => ({ text, revealsUpTo: part })),
    number: extra.number ?? null,
    timer: extra.timer ?? null,
    rest: extra.rest ?? null,
  };
}

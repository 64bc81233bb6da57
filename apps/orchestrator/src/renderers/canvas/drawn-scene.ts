import { partsOf } from "@spool/contracts/scene-content";
import type { StoryboardScene } from "@spool/contracts/storyboard";

/** A scene as lines of text, which is what the drawings of this folder know. */
export interface DrawnScene extends Omit<StoryboardScene, "content" | "parts"> {
  kind: "title" | "statement" | "bullets" | "timer";
  lines: { text: string; appearsAtSeconds: number; spokenUntilSeconds: number }[];
}

export function drawnScene({ content, parts, ...scene }: StoryboardScene): DrawnScene {
  const texts = partsOf(content);
  const lines = parts.map((part, index) => ({ ...part, text: texts[index] ?? "" }));
  return { ...scene, lines, kind: scene.timer === null ? kindOf(content.kind) : "timer" };
}

function kindOf(kind: StoryboardScene["content"]["kind"]): DrawnScene["kind"] {
  if (kind === "title") return "title";
  return kind === "statement" || kind === "quote" ? "statement" : "bullets";
}

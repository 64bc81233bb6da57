import type { SceneContent } from "@spool/contracts/scene-content";
import type { FixedWords } from "./fixed-words/wording.ts";
import type { Utterance } from "./script.ts";

/** What the payload brings along ready-made: a list, a table, a formula. It is shown whole or not at all. */
export interface Shape {
  content: SceneContent;
  kicker: keyof Omit<FixedWords, "prompts">;
  utterances: readonly Utterance[];
  /** How long it is looked at after what is said, in seconds; null when hearing it is enough. */
  rest: { minSeconds: number; maxSeconds: number } | null;
}

/** A sentence or a shape of the payload. Everything a video says about its subject is one of these. */
export interface Unit {
  text: string;
  /** What the voice is given for it, where that is not the text. */
  spoken?: string;
  source: "question" | "text" | "points" | "context";
  /** Which point it belongs to; 0 for the other sources. */
  point: number;
  /** Whether it opens its source or its point. */
  isFirst: boolean;
  /** The material's own heading above it. */
  heading: string | null;
  shape: Shape | null;
}

export const utteranceOf = (
  { text, spoken }: Pick<Unit, "text" | "spoken">,
  revealsUpTo: number,
): Utterance => ({
  text,
  ...(spoken === undefined ? {} : { spoken }),
  revealsUpTo,
});

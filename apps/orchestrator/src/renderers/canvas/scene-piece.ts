import { partsOf, type SceneContent } from "@spool/contracts/scene-content";

/** What a part of a piece shows of the scene that was cut. */
export interface Shown {
  /** Its number among the parts (`partsOf`) of the whole scene. */
  part: number;
  /** Its text, or as much of it as stands in this piece. */
  text: string;
}

/** A scene of its own with some of what a larger one shows. */
export interface ScenePiece {
  content: SceneContent;
  /** As many as the content has parts; null for one that only repeats or announces, such as a title shown before. */
  parts: readonly (Shown | null)[];
}

export const wholePiece = (content: SceneContent): ScenePiece => ({
  content,
  parts: partsOf(content).map((text, part) => ({ part, text })),
});

import type { videoStyleSchema } from "@spool/contracts/video-options";
import type { z } from "zod";

export type VideoStyle = z.infer<typeof videoStyleSchema>;

interface StyleRules {
  /** Sentences that share a scene, at most. */
  sentencesPerScene: number;
  /** Sentences that the recap repeats, at most. */
  recapSentences: number;
}

export const STYLE_RULES: Record<VideoStyle, StyleRules> = {
  concise: { sentencesPerScene: 1, recapSentences: 2 },
  detailed: { sentencesPerScene: 3, recapSentences: 4 },
  "example-rich": { sentencesPerScene: 1, recapSentences: 3 },
};

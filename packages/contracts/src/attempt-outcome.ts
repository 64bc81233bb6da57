import { z } from "zod";
import { errorCategorySchema } from "./app-error.ts";
import { renderedFileSchema } from "./render-api.ts";
import { videoMetadataSchema, videoQualitySchema } from "./video-results.ts";

export const STACK_MAX_CHARACTERS = 500;

/** What a finished job leaves behind: a task notices at most. A replaceable orchestrator may know URLs only; ours gives paths as well. */
export const attemptResultSchema = z.object({
  video_url: z.url().optional(),
  thumbnail_url: z.url().optional(),
  duration_seconds: z.number().positive().optional(),
  width_px: z.number().int().positive().optional(),
  height_px: z.number().int().positive().optional(),
  files: z.array(renderedFileSchema),
  notices: z.array(z.string()),
  metadata: videoMetadataSchema.optional(),
  quality: videoQualitySchema.optional(),
});
export type AttemptResult = z.infer<typeof attemptResultSchema>;

export const attemptErrorSchema = z.object({
  category: errorCategorySchema,
  message: z.string(),
  stage: z.string().nullable(),
  stack: z.string().max(STACK_MAX_CHARACTERS).nullable(),
});
export type AttemptError = z.infer<typeof attemptErrorSchema>;

/** The second argument of the SQL function `settle_attempt`: how an attempt ended. What becomes of the job is decided there. */
export const attemptOutcomeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("completed"), result: attemptResultSchema }),
  z.object({
    kind: z.literal("failed"),
    error: attemptErrorSchema,
    /** The earliest a next attempt makes sense, where the failing service said so. */
    retry_after_seconds: z.number().nonnegative().optional(),
  }),
  z.object({ kind: z.literal("handed_back") }),
  z.object({ kind: z.literal("lost") }),
]);
export type AttemptOutcome = z.infer<typeof attemptOutcomeSchema>;

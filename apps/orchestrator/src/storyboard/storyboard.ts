import { jobTypeSchema } from "@spool/contracts/job-catalogue";
import { z } from "zod";

/**
 * The plan of a video: what is shown and said, and when. Times are seconds from its start.
 *
 * It is stored beside the video, and whatever renders it again gets the same pictures.
 */
const sceneSchema = z.object({
  kind: z.enum(["title", "statement", "bullets", "timer", "recap"]),
  kicker: z.string(),
  number: z.object({ index: z.number().int(), total: z.number().int() }).nullable(),
  startSeconds: z.number(),
  endSeconds: z.number(),
  lines: z.array(
    z.object({
      text: z.string(),
      appearsAtSeconds: z.number(),
      /** Until then it is the line being spoken. */
      spokenUntilSeconds: z.number(),
    }),
  ),
  /** A countdown that runs between these times, in whole seconds; null for none. */
  timer: z.object({ startSeconds: z.number(), endSeconds: z.number() }).nullable(),
});
export type StoryboardScene = z.infer<typeof sceneSchema>;

const captionSchema = z.object({ startSeconds: z.number(), endSeconds: z.number(), text: z.string() });
export type Caption = z.infer<typeof captionSchema>;

export const storyboardSchema = z.object({
  version: z.literal(1),
  jobType: jobTypeSchema,
  title: z.string(),
  aspect: z.enum(["16:9", "9:16"]),
  durationSeconds: z.number(),
  scenes: z.array(sceneSchema).min(1),
  captions: z.array(captionSchema),
  /** What is said when. Longer than the captions, which are cut to two lines. */
  speech: z.array(z.object({ startSeconds: z.number(), endSeconds: z.number(), text: z.string() })),
  /** When the progress line moves on: the ends of sentences. */
  progressSteps: z.array(z.number()),
});
export type Storyboard = z.infer<typeof storyboardSchema>;

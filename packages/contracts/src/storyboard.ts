import { z } from "zod";
import { jobTypeSchema } from "./job-catalogue.ts";
import { sceneContentSchema } from "./scene-content.ts";
import { textDirectionSchema, videoAspectSchema } from "./video-options.ts";
import { videoThemeSchema } from "./video-themes.ts";

const span = { startSeconds: z.number(), endSeconds: z.number() };

const storyboardSceneSchema = z.object({
  ...span,
  /** One or two words above the scene: what kind of thing this is. */
  kicker: z.string(),
  /** "3 of 5", for a point that has a scene of its own. */
  number: z.object({ index: z.number().int(), total: z.number().int() }).nullable(),
  content: sceneContentSchema,
  /** When each part of the content (`partsOf`) comes; as many as there are parts. */
  parts: z.array(
    z.object({
      appearsAtSeconds: z.number(),
      /** Until then it is the part being spoken about. */
      spokenUntilSeconds: z.number(),
    }),
  ),
  /** A countdown that runs between these times, in whole seconds; null for none. */
  timer: z.object(span).nullable(),
});
export type StoryboardScene = z.infer<typeof storyboardSceneSchema>;

const captionSchema = z.object({
  ...span,
  text: z.string(),
  /** When each word is heard; absent where the voice does not tell. Joined by the blanks of `text`, they are it. */
  words: z.array(z.object({ ...span, text: z.string() })).optional(),
});
export type Caption = z.infer<typeof captionSchema>;

/**
 * The plan of a video: what is shown and said, and when. Times are seconds from its start.
 *
 * It is stored beside the video (the file `storyboard`), and whatever renders it again gets the same pictures.
 */
export const storyboardSchema = z.object({
  version: z.literal(2),
  jobType: jobTypeSchema,
  title: z.string(),
  /** A BCP 47 tag. */
  language: z.string(),
  direction: textDirectionSchema,
  aspect: videoAspectSchema,
  theme: videoThemeSchema,
  durationSeconds: z.number(),
  scenes: z.array(storyboardSceneSchema).min(1),
  captions: z.array(captionSchema),
  /** What is said when. Longer than the captions, which are cut to two lines. */
  speech: z.array(z.object({ ...span, text: z.string() })),
  /** When the progress line moves on: the ends of sentences. */
  progressSteps: z.array(z.number()),
});
export type Storyboard = z.infer<typeof storyboardSchema>;

import { z } from "zod";
import { sceneContentSchema } from "./scene-content.ts";

const TITLE_MAX_CHARACTERS = 300;
const KICKER_MAX_CHARACTERS = 80;
const SENTENCE_MAX_CHARACTERS = 1_000;
const SCENES_MAX = 100;
const SENTENCES_MAX = 100;
const TIMER_MAX_SECONDS = 60;

/**
 * A finished script, as an author writes it: `payload.script`. Nothing is added to it and nothing left out; `length`
 * is met as far as pauses can do that, and otherwise the video is as long as the script.
 */
export const videoScriptSchema = z.object({
  title: z.string().min(1).max(TITLE_MAX_CHARACTERS),
  scenes: z
    .array(
      z.object({
        /** One or two words above the scene. */
        kicker: z.string().max(KICKER_MAX_CHARACTERS).optional(),
        content: sceneContentSchema,
        /** What is said, sentence by sentence; the parts of the scene appear along with it. Without it they are read out. */
        narration: z.array(z.string().min(1).max(SENTENCE_MAX_CHARACTERS)).max(SENTENCES_MAX).optional(),
        /** Time to think after what is said, and before the right answer of a question is told. */
        timer_seconds: z.int().min(1).max(TIMER_MAX_SECONDS).optional(),
      }),
    )
    .min(1)
    .max(SCENES_MAX),
});
export type VideoScript = z.infer<typeof videoScriptSchema>;

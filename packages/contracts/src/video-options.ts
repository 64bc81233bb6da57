import { z } from "zod";
import { videoThemeSchema } from "./video-themes.ts";

export const videoStyleSchema = z.enum(["concise", "detailed", "example-rich"]);
/** Length of the finished video, in seconds. */
export const videoLengthSchema = z.literal([60, 120, 180]);
export const videoVoiceSchema = z.enum(["default", "male", "female"]);
/** Width to height. Without it a doubt is wide, and the vertical types are tall. */
export const videoAspectSchema = z.enum(["16:9", "9:16", "1:1"]);
export type VideoAspect = z.infer<typeof videoAspectSchema>;
/** Which way the language is written. Without it the language decides. */
export const textDirectionSchema = z.enum(["ltr", "rtl"]);
export type TextDirection = z.infer<typeof textDirectionSchema>;
/** Who draws. Without it the orchestrator chooses. */
export const videoRendererSchema = z.enum(["canvas", "revideo", "manim", "remote"]);
export type VideoRenderer = z.infer<typeof videoRendererSchema>;
/** A short BCP 47 tag, such as "en", "hi" or "pt-BR". Without it the letters of the material decide. */
export const videoLanguageSchema = z.string().min(2).max(12);

/** How a video is to be, apart from what it is about. Everything has a default. */
export const videoOptionsShape = {
  theme: videoThemeSchema.optional(),
  aspect: videoAspectSchema.optional(),
  language: videoLanguageSchema.optional(),
  direction: textDirectionSchema.optional(),
  renderer: videoRendererSchema.optional(),
  /**
   * Whether `canvas` may draw where the renderer is away or fails. Without it: only where no renderer was asked for by
   * name.
   */
  renderer_fallback: z.boolean().optional(),
  /** Whether a voice of the machine may speak where the speech service fails. Without it: yes. */
  voice_fallback: z.boolean().optional(),
  /**
   * Whether the built-in writer may write where the script service fails. Without it: only where the payload has more
   * to tell than a subject, because nothing is made up.
   */
  script_fallback: z.boolean().optional(),
  /** Whether an HLS ladder is made beside the MP4. */
  hls: z.boolean().optional(),
  /** Whether quiet music lies under the voice. */
  music: z.boolean().optional(),
};

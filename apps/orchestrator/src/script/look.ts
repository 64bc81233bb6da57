import type { JobTypeName } from "@spool/contracts/job-catalogue";
import type { TextDirection, VideoAspect, videoOptionsShape } from "@spool/contracts/video-options";
import type { VideoTheme } from "@spool/contracts/video-themes";
import type { z } from "zod";

/** What a video looks like, apart from what it shows. */
export interface Look {
  /** A BCP 47 tag. */
  language: string;
  direction: TextDirection;
  aspect: VideoAspect;
  theme: VideoTheme;
}

export type AskedLook = z.infer<z.ZodObject<typeof videoOptionsShape>>;

const ASPECTS: Record<JobTypeName, VideoAspect> = { doubt: "16:9", topic_short: "9:16", daily_ca: "9:16" };

/** The look that was asked for, and for the rest what suits the type and the language of the material. */
export function lookOf(jobType: JobTypeName, asked: AskedLook, detectedLanguage: string): Look {
  const language = asked.language ?? detectedLanguage;
  return {
    language,
    direction: asked.direction ?? directionOf(language),
    aspect: asked.aspect ?? ASPECTS[jobType],
    theme: asked.theme ?? "night",
  };
}

/** Languages that are written from right to left. */
const RIGHT_TO_LEFT = new Set(["ar", "he", "fa", "ur", "ps", "sd", "yi", "dv", "ckb"]);

const directionOf = (language: string): TextDirection =>
  RIGHT_TO_LEFT.has(language.split("-")[0]?.toLowerCase() ?? "") ? "rtl" : "ltr";

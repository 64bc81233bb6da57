import { z } from "zod";

/** The looks of a video. What each of them looks like is the renderer's business. */
export const VIDEO_THEMES = ["night", "paper", "chalk", "sunrise"] as const;
export type VideoTheme = (typeof VIDEO_THEMES)[number];
export const videoThemeSchema = z.enum(VIDEO_THEMES);

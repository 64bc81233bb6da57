import { z } from "zod";

/** What a finished video is called where it is shown. */
export const videoMetadataSchema = z.object({
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  /** A BCP 47 tag. */
  language: z.string(),
});
export type VideoMetadata = z.infer<typeof videoMetadataSchema>;

/** What quality control found. A video that fails one of the checks is not delivered. */
export const videoQualitySchema = z.object({
  /** `message` is a sentence with what was measured and what is allowed. */
  checks: z.array(z.object({ name: z.string(), is_passed: z.boolean(), message: z.string() })),
  /** The unit is last in each name. Null where it was not measured. */
  figures: z.record(z.string(), z.number().nullable()),
  /** Why not, for every figure that is null and every check that was left out. */
  not_measured: z.record(z.string(), z.string()),
});
export type VideoQuality = z.infer<typeof videoQualitySchema>;

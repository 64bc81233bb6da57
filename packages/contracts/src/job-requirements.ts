import { z } from "zod";

const name = z.string().min(1).max(100);

/** What a job needs of the node that runs it. Postgres checks the same closed set (`private.check_requirements`). */
export const jobRequirementsSchema = z.strictObject({
  gpu: z.literal(true).optional(),
  /** As ffmpeg calls it, such as `h264_nvenc`. */
  encoder: name.optional(),
  /** Free memory, in MiB. */
  memory_mb: z.int().min(1).max(1_000_000_000).optional(),
  renderer: name.optional(),
  /** Slug of a site. */
  site: name.optional(),
});
export type JobRequirements = z.infer<typeof jobRequirementsSchema>;

import { z } from "zod";

const gpuSchema = z.object({
  vendor: z.string().default(""),
  name: z.string().default("GPU"),
  memory_mb: z.number().nullish(),
  encoders: z.array(z.string()).default([]),
});
export type Gpu = z.infer<typeof gpuSchema>;

/** The GPUs that a node reported; those of a shape that is not known are left out. */
export function gpusOf(reported: unknown): Gpu[] {
  if (!Array.isArray(reported)) return [];
  return reported.flatMap((gpu: unknown) => {
    const parsed = gpuSchema.safeParse(gpu);
    return parsed.success ? [parsed.data] : [];
  });
}

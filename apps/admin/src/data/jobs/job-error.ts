import { attemptErrorSchema } from "@spool/contracts/attempt-outcome";
import { z } from "zod";

/** The column `error` of a job or of an attempt. An event brings it without its stack. */
const jobErrorSchema = attemptErrorSchema.extend({
  stack: z.string().nullish(),
  stage: z.string().nullish(),
  attempt: z.number().int().nullish(),
  occurred_at: z.string().nullish(),
});
export type JobError = z.infer<typeof jobErrorSchema>;

/** Null where there is no error, or one in a shape this console does not know. */
export function readJobError(column: unknown): JobError | null {
  const result = jobErrorSchema.safeParse(column);
  return result.success ? result.data : null;
}

import { JOB_CATALOGUE, JOB_TYPE_NAMES, jobTypeSchema } from "@spool/contracts/job-catalogue";
import { jobRequirementsSchema } from "@spool/contracts/job-requirements";
import { PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import { z } from "zod";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { payloadForm } from "./form-fields.ts";
import { toTyped, unaskedOf } from "./form-payload.ts";

/** What the form holds, as text and choices; also how a draft is kept. */
export const newJobValuesSchema = z.object({
  type: jobTypeSchema,
  projectId: z.string(),
  queue: z.enum(QUEUES),
  priority: z.enum(PRIORITIES),
  /** By the name of the payload's field. */
  typed: z.record(z.string(), z.string().optional()),
  /** What another job's payload had beyond what its type asks for. */
  unasked: z.record(z.string(), z.unknown()),
  /** In the reader's zone, as `datetime-local` has it; empty for at once. */
  runAt: z.string(),
  uniqueKey: z.string(),
  requirements: z.object({
    gpu: z.boolean(),
    encoder: z.string(),
    memoryMb: z.string(),
    renderer: z.string(),
    site: z.string(),
  }),
});
export type NewJobValues = z.infer<typeof newJobValuesSchema>;

const NO_REQUIREMENTS: NewJobValues["requirements"] = {
  gpu: false,
  encoder: "",
  memoryMb: "",
  renderer: "",
  site: "",
};

export function emptyValues(projectId: string): NewJobValues {
  const type = JOB_TYPE_NAMES[0];
  return {
    type,
    projectId,
    queue: JOB_CATALOGUE[type].defaultQueue,
    priority: "medium",
    typed: {},
    unasked: {},
    runAt: "",
    uniqueKey: "",
    requirements: NO_REQUIREMENTS,
  };
}

/** The form filled with what a job was asked. Its time and its unique key are its own and stay behind. Null for a system task. */
export function valuesOfJob(job: Job, projectId: string): NewJobValues | null {
  const type = jobTypeSchema.safeParse(job.job_type);
  if (!type.success) return null;
  const payload = z.record(z.string(), z.unknown()).parse(job.payload);
  const requirements = jobRequirementsSchema.safeParse(job.requirements).data ?? {};
  return {
    ...emptyValues(projectId),
    type: type.data,
    queue: QUEUES.find((queue) => queue === job.queue) ?? "default",
    priority: PRIORITIES.find((priority) => priority === job.priority) ?? "medium",
    typed: toTyped(payload),
    unasked: unaskedOf(payloadForm(type.data).fields, payload),
    requirements: {
      gpu: requirements.gpu ?? false,
      encoder: requirements.encoder ?? "",
      memoryMb: requirements.memory_mb?.toString() ?? "",
      renderer: requirements.renderer ?? "",
      site: requirements.site ?? "",
    },
  };
}

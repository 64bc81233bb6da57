import type { Json } from "@spool/db/database.types";
import type { NewJob } from "../../../../../data/jobs/submit-job-mutation.ts";
import { payloadForm } from "./form-fields.ts";
import { toPayload } from "./form-payload.ts";
import type { NewJobValues } from "./new-job-values.ts";

type Requirements = Record<string, Json>;

/** The row that the form stands for. What was left empty is not sent, so that the database's defaults hold. */
export function toNewJob(values: NewJobValues): NewJob {
  const requirements = toRequirements(values.requirements);
  return {
    project_id: values.projectId,
    job_type: values.type,
    queue: values.queue,
    priority: values.priority,
    // Made of strings, and of what was read from JSON.
    payload: {
      ...values.unasked,
      ...toPayload(payloadForm(values.type).fields, values.typed),
    } as NewJob["payload"],
    ...(values.runAt !== "" && { run_at: new Date(values.runAt).toISOString() }),
    ...(values.uniqueKey.trim() !== "" && { unique_key: values.uniqueKey.trim() }),
    ...(Object.keys(requirements).length > 0 && { requirements }),
  };
}

export function toRequirements(typed: NewJobValues["requirements"]): Requirements {
  const requirements: Requirements = {};
  if (typed.gpu) requirements["gpu"] = true;
  if (typed.encoder.trim() !== "") requirements["encoder"] = typed.encoder.trim();
  // What is no number is sent as typed, and refused by name.
  if (typed.memoryMb.trim() !== "") requirements["memory_mb"] = toNumber(typed.memoryMb.trim());
  if (typed.renderer.trim() !== "") requirements["renderer"] = typed.renderer.trim();
  if (typed.site.trim() !== "") requirements["site"] = typed.site.trim();
  return requirements;
}

const toNumber = (typed: string): number | string => (Number.isFinite(Number(typed)) ? Number(typed) : typed);

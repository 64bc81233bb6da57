import { CATEGORY_POLICY } from "@spool/contracts/app-error";
import type { JobError } from "../../../../../data/jobs/job-error.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { stageTitle } from "../../../../../data/jobs/stage-title.ts";

/** How often it was tried and where it broke, as a sentence: `Tried 3 times, the last time it failed in render.` */
export function triedWords(
  job: Pick<Job, "attempt_count" | "job_type">,
  error: Pick<JobError, "stage" | "category">,
): string {
  const stage = error.stage == null ? "" : ` in ${stageTitle(job.job_type, error.stage).toLowerCase()}`;
  const count = job.attempt_count;
  if (count > 1) return `Tried ${count} times; the last attempt failed${stage}.`;
  const again = CATEGORY_POLICY[error.category].retry ? "" : " Trying again would not change that.";
  return `It failed${stage} at the first attempt.${again}`;
}

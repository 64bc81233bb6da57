import type { JobStatus } from "@spool/contracts/job-states";
import { writeJobFilter, type JobFilter } from "../../../data/jobs/job-filter.ts";

/** The list of jobs that ended in these statuses between a moment and so many seconds later. */
export function finishedHref(
  status: readonly JobStatus[],
  from: string,
  seconds: number,
  more: Partial<JobFilter> = {},
): string {
  const finishedBefore = new Date(Date.parse(from) + seconds * 1_000).toISOString();
  return writeJobFilter("/jobs", {
    status: [...status],
    finishedAfter: new Date(from).toISOString(),
    finishedBefore,
    ...more,
  });
}

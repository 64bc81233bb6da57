"use client";

import { isFinished } from "@spool/contracts/job-states";
import { isRunning, type JobRow } from "../../../../data/jobs/job-row.ts";
import { Elapsed, TimeAgo } from "../../../../time/time-ago.tsx";

/** How long a job has been running, when it ended, when it may start, or since when it waits. */
export function JobRowTime({ job }: { job: JobRow }) {
  if (isFinished(job.status) && job.finished_at !== null) return <TimeAgo at={job.finished_at} />;
  if (isRunning(job) && job.started_at !== null) return <Elapsed from={job.started_at} to={null} />;
  if (job.status === "pending") return <TimeAgo at={job.run_at} />;
  return <TimeAgo at={job.queued_at ?? job.created_at} />;
}

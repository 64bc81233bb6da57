"use client";

import { StatusMark } from "@spool/ui/status-mark";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { isRunning, type JobRow } from "../../../../data/jobs/job-row.ts";
import { jobTypeTitle } from "../../../../data/jobs/stage-title.ts";
import { formatDuration, secondsBetween } from "../../../../time/format-duration.ts";
import { Elapsed, TimeAgo } from "../../../../time/time-ago.tsx";
import { QueueName } from "../../_components/queue-name.tsx";
import { JobRowNode } from "./job-row-node.tsx";
import { JobRowTime } from "./job-row-time.tsx";
import { RowProgress } from "./row-progress.tsx";
import type { ColumnName } from "./table-columns.ts";

/** What stands in a column of a job's row. Nothing where there is nothing to say yet. */
export function JobCell({ column, job }: { column: ColumnName; job: JobRow }) {
  switch (column) {
    case "type":
      return jobTypeTitle(job.job_type);
    case "project":
      return <ProjectName projectId={job.project_id} />;
    case "queue":
      return <QueueName queue={job.queue} note={job.priority === "medium" ? undefined : job.priority} />;
    case "status":
      return <JobStatusCell job={job} />;
    case "category":
      return job.error_category !== null && <span className="text-failed">{job.error_category}</span>;
    case "node":
      return <JobRowNode nodeId={job.node_id} />;
    case "attempts":
      return job.attempt_count > 0 && `${job.attempt_count} of ${job.max_attempts}`;
    case "wait":
      return job.started_at === null ? (
        !job.finished_at && <Elapsed from={job.run_at} to={null} />
      ) : (
        <Elapsed from={job.run_at} to={job.started_at} />
      );
    case "run":
      return job.started_at !== null && <Elapsed from={job.started_at} to={job.finished_at} />;
    case "length":
      return job.duration_seconds !== null && formatDuration(job.duration_seconds);
    case "created":
      return <TimeAgo at={job.created_at} />;
    case "time":
      return <JobRowTime job={job} />;
  }
}

function ProjectName({ projectId }: { projectId: string }) {
  return useAccount().memberships.find(({ project_id }) => project_id === projectId)?.project_name ?? null;
}

/** The status, and what there is to add: how far it is, how long it took, or why it failed. */
function JobStatusCell({ job }: { job: JobRow }) {
  return (
    <span className="flex min-w-0 items-center gap-3">
      <StatusMark status={job.status} heard={job.revision} className="w-[6.25rem] shrink-0" />
      {isRunning(job) && <RowProgress job={job} />}
      {job.status === "completed" && job.started_at !== null && job.finished_at !== null && (
        <span className="truncate text-xs text-ink-faint tabular-nums max-sm:hidden">
          {formatDuration(secondsBetween(job.started_at, Date.parse(job.finished_at)))}
        </span>
      )}
      {job.status === "failed" && job.error_category !== null && (
        <span className="truncate text-xs text-ink-faint max-sm:hidden">{job.error_category}</span>
      )}
    </span>
  );
}

"use client";

import { cn } from "@spool/ui/class-names";
import { StatusMark } from "@spool/ui/status-mark";
import Link from "next/link";
import { memo } from "react";
import { isRunning, type JobRow } from "../../../../data/jobs/job-row.ts";
import { jobTypeTitle } from "../../../../data/jobs/stage-title.ts";
import { JobProgress } from "../../_components/job-progress.tsx";
import { JobThumbnail } from "../../_components/job-thumbnail.tsx";
import { QueueName } from "../../_components/queue-name.tsx";
import { JobRowNode } from "./job-row-node.tsx";
import { JobRowTime } from "./job-row-time.tsx";

/** The columns of the table, for its head and for its rows. */
export const JOB_COLUMNS =
  "grid items-center gap-x-4 px-4 lg:grid-cols-[2.5rem_minmax(0,1fr)_8.5rem_8rem_13.5rem_6rem_5.5rem] 2xl:grid-cols-[2.5rem_minmax(0,1fr)_10rem_9rem_20rem_9rem_7rem]";

interface JobRowViewProps {
  job: JobRow;
  index: number;
  style: React.CSSProperties;
}

export const JobRowView = memo(function JobRowView({ job, index, style }: JobRowViewProps) {
  return (
    <div
      role="row"
      data-testid={`job-row-${job.id}`}
      data-row-index={index}
      aria-rowindex={index + 1}
      style={style}
      className={cn(
        JOB_COLUMNS,
        "grid-cols-[3.5rem_minmax(0,1fr)_auto] border-t border-hairline transition-[transform,background-color] duration-150 first:border-t-transparent hover:bg-hover has-focus-visible:bg-hover",
      )}
    >
      <span role="cell" className="max-lg:row-span-2">
        <JobThumbnail job={job} className="w-14 lg:w-10" />
      </span>
      <span role="cell" className="min-w-0 max-lg:col-span-2 max-lg:self-end">
        <Link
          prefetch={false}
          href={`/jobs/${job.id}`}
          className="block truncate font-medium after:absolute after:inset-0"
        >
          {job.title}
        </Link>
      </span>
      <span role="cell" className="truncate text-ink-soft max-lg:hidden">
        {jobTypeTitle(job.job_type)}
      </span>
      <span role="cell" className="truncate text-ink-soft max-lg:hidden">
        <QueueName queue={job.queue} note={job.priority === "medium" ? undefined : job.priority} />
      </span>
      <span role="cell" className="flex min-w-0 items-center gap-3 max-lg:self-start">
        <StatusMark status={job.status} className="w-[6.25rem] shrink-0" />
        {isRunning(job) && <JobProgress job={job} isShort className="flex-1 text-xs max-sm:hidden" />}
      </span>
      <span role="cell" className="truncate text-ink-soft max-lg:hidden">
        <JobRowNode nodeId={job.node_id} />
      </span>
      <span role="cell" className="text-right text-ink-soft max-lg:self-start">
        <JobRowTime job={job} />
      </span>
    </div>
  );
});

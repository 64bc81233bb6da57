"use client";

import { EmptyState, Skeleton } from "@spool/ui/notice";
import { Panel } from "@spool/ui/panel";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { runningJobsQuery } from "../../../data/jobs/glance-queries.ts";
import { isRunning, type JobRow } from "../../../data/jobs/job-row.ts";
import { jobTitle, jobTypeTitle } from "../../../data/jobs/stage-title.ts";
import { useSupabase } from "../../../lib/supabase-browser.tsx";
import { Elapsed } from "../../../time/time-ago.tsx";
import { JobProgress } from "./job-progress.tsx";
import { JobThumbnail } from "./job-thumbnail.tsx";
import { NewJobLink } from "./new-job-link.tsx";
import { QueryError } from "./query-error.tsx";

export function RunningPanel() {
  const { data: jobs, error, refetch } = useQuery(runningJobsQuery(useSupabase()));
  return (
    <Panel title="Now">
      <RunningJobs jobs={jobs} error={error} onRetry={refetch} />
    </Panel>
  );
}

interface RunningJobsProps {
  jobs: readonly JobRow[] | undefined;
  error: Error | null;
  onRetry: () => unknown;
}

function RunningJobs({ jobs, error, onRetry }: RunningJobsProps) {
  if (jobs === undefined) {
    if (error !== null) return <QueryError what="What runs now" error={error} onRetry={onRetry} />;
    return <Skeleton className="m-4 h-28" />;
  }
  const running = jobs.filter(isRunning);
  if (running.length === 0)
    return (
      <EmptyState action={<NewJobLink />}>
        Nothing is running. Every node is free for the next job.
      </EmptyState>
    );
  return (
    <ul className="divide-y">
      {running.map((job) => (
        <li key={job.id} className="relative animate-arrive transition-colors hover:bg-hover">
          <div className="flex items-center gap-3 px-4 py-2.5">
            <JobThumbnail job={job} className="w-16" />
            <div className="min-w-0 flex-1">
              <div className="flex items-baseline gap-3">
                <Link
                  prefetch={false}
                  href={`/jobs/${job.id}`}
                  className="truncate font-medium after:absolute after:inset-0"
                >
                  {jobTitle(job)}
                </Link>
                <span className="ml-auto shrink-0 text-xs text-ink-faint">
                  <span className="max-sm:hidden">{jobTypeTitle(job.job_type)}</span>
                  {job.started_at !== null && (
                    <>
                      <span className="max-sm:hidden"> · </span>
                      <Elapsed from={job.started_at} to={null} />
                    </>
                  )}
                </span>
              </div>
              <JobProgress job={job} className="mt-1 text-xs" />
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}

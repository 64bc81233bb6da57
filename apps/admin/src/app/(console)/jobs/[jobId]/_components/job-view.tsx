"use client";

import { Button } from "@spool/ui/button";
import { EmptyState, Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { useRef } from "react";
import { jobQuery } from "../../../../../data/jobs/job-query.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { useRememberedList } from "../../../../../data/jobs/list-address.ts";
import { jobTitle } from "../../../../../data/jobs/stage-title.ts";
import { isWaiting } from "../../../../../data/jobs/transitions-query.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { useLiveJob } from "../../../../../live/use-live-job.ts";
import { PageHeader } from "../../../_components/page-header.tsx";
import { QueryError } from "../../../_components/query-error.tsx";
import { JobDetails } from "./job-details.tsx";
import { JobErrorPanel } from "./job-error-panel.tsx";
import { JobNeighbours } from "./job-neighbours.tsx";
import { JobScreen } from "./job-screen.tsx";
import { JobSummary } from "./job-summary.tsx";
import { JobWait } from "./job-wait.tsx";
import { JobTimeline } from "./job-timeline.tsx";

/** The heart of the console: one job, from what was asked for to the video, as it happens. */
export function JobView({ jobId }: { jobId: string }) {
  const { data: job, error, refetch } = useQuery(jobQuery(useSupabase(), jobId));

  return (
    <>
      <PageHeader title={job ? jobTitle(job) : "Job"} before={<WayBack job={job ?? null} />} isLongTitle />
      <main className="flex flex-col gap-4 p-4 sm:p-6">
        {job === undefined ? (
          error === null ? (
            <Skeleton className="h-96 w-full" />
          ) : (
            <QueryError what="The job" error={error} onRetry={refetch} />
          )
        ) : job === null ? (
          <div className="rounded-lg border bg-surface">
            <EmptyState
              action={
                <Button asChild>
                  <Link prefetch={false} href="/jobs">
                    All jobs
                  </Link>
                </Button>
              }
            >
              There is no such job. It may have been deleted, or it belongs to a project that is not yours.
            </EmptyState>
          </div>
        ) : (
          <JobInFull job={job} />
        )}
      </main>
    </>
  );
}

function JobInFull({ job }: { job: Job }) {
  // Not for a job that is not there: its topic is refused, and the page would never be live.
  useLiveJob(job.id);
  const video = useRef<HTMLVideoElement>(null);

  function seek(seconds: number): void {
    if (video.current === null) return;
    video.current.currentTime = seconds;
    video.current.scrollIntoView({ block: "nearest" });
  }

  return (
    <>
      <JobSummary job={job} />
      <JobErrorPanel job={job} />
      {isWaiting(job) && <JobWait job={job} />}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)]">
        <JobScreen job={job} videoRef={video} />
        <JobTimeline job={job} />
      </div>
      <JobDetails job={job} onSeek={seek} />
    </>
  );
}

/** Back to the list as it was, and to the jobs beside this one in it. */
function WayBack({ job }: { job: Job | null }) {
  const search = useRememberedList();
  return (
    <span className="-ml-2 flex shrink-0 items-center">
      <Link
        prefetch={false}
        href={search === null || search === "" ? "/jobs" : `/jobs?${search}`}
        className="inline-flex h-8 items-center gap-1 rounded-md px-2 text-ink-soft hover:bg-hover hover:text-ink"
      >
        <ChevronLeft aria-hidden="true" className="size-4" />
        <span className="max-sm:sr-only">Jobs</span>
      </Link>
      {search !== null && job !== null && <JobNeighbours job={job} search={search} />}
    </span>
  );
}

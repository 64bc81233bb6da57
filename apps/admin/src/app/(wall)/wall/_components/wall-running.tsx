"use client";

import { useQuery } from "@tanstack/react-query";
import { runningJobsQuery } from "../../../../data/jobs/glance-queries.ts";
import { isRunning } from "../../../../data/jobs/job-row.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { JobProgress } from "../../../(console)/_components/job-progress.tsx";
import { JobThumbnail } from "../../../(console)/_components/job-thumbnail.tsx";
import { jobTitle } from "../../../../data/jobs/stage-title.ts";

/** What runs now; as much of it as fits. */
export function WallRunning() {
  const { data: jobs } = useQuery(runningJobsQuery(useSupabase()));
  const running = jobs?.filter(isRunning) ?? [];
  return (
    <section className="flex min-h-0 flex-1 flex-col">
      <h2 className="pb-[0.4em] text-ink-soft">Now</h2>
      {jobs !== undefined && running.length === 0 && <p className="text-ink-faint">Nothing is running.</p>}
      {/* What has no room begins another column, out of sight: nothing is cut through. */}
      <ul className="flex min-h-0 flex-1 flex-col flex-wrap gap-[0.7em] overflow-hidden">
        {running.map((job) => (
          <li key={job.id} className="flex w-full shrink-0 items-center gap-[0.8em]">
            <JobThumbnail job={job} className="w-[4.2em]" />
            <div className="min-w-0 flex-1">
              <p className="truncate text-[1.1em]">{jobTitle(job)}</p>
              <JobProgress
                job={job}
                className="mt-[0.3em] [&_[role=progressbar]]:h-[0.4em] [&>span:first-child]:w-[5em] [&>span:last-child]:w-[3em]"
              />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

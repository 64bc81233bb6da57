"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { finishedJobsQuery } from "../../../data/jobs/glance-queries.ts";
import { useSupabase } from "../../../lib/supabase-browser.tsx";
import { formatDuration } from "../../../time/format-duration.ts";
import { TimeAgo } from "../../../time/time-ago.tsx";
import { JobThumbnail } from "./job-thumbnail.tsx";
import { jobTitle } from "../../../data/jobs/stage-title.ts";

/** The newest videos as a strip of film. Not there while there are none. */
export function FinishedStrip() {
  const { data: jobs } = useQuery(finishedJobsQuery(useSupabase()));
  const finished = jobs?.filter(({ status }) => status === "completed") ?? [];
  if (finished.length === 0) return null;
  return (
    <section aria-label="Latest videos" className="rounded-lg border bg-surface">
      <span aria-hidden="true" className="perforated-x block h-2.5 [--hole:var(--color-hairline)]" />
      <ul className="flex snap-x scroll-px-3 gap-3 overflow-x-auto px-3 [scrollbar-width:none]">
        {finished.map((job) => (
          <li key={job.id} className="group relative w-40 shrink-0 snap-start animate-arrive">
            <span className="relative block">
              <JobThumbnail
                job={job}
                className="w-full transition-[filter] duration-150 group-hover:brightness-110"
              />
              {job.duration_seconds !== null && (
                <span className="absolute right-1 bottom-1.5 rounded-sm bg-[rgb(0_0_0/0.72)] px-1 text-2xs text-[#fff] tabular-nums">
                  {formatDuration(job.duration_seconds)}
                </span>
              )}
            </span>
            <div className="flex items-baseline gap-2 py-1.5 text-xs">
              <Link
                prefetch={false}
                href={`/jobs/${job.id}`}
                title={jobTitle(job)}
                className="truncate after:absolute after:inset-0"
              >
                {jobTitle(job)}
              </Link>
              {job.finished_at !== null && (
                <span className="ml-auto text-ink-faint">
                  <TimeAgo at={job.finished_at} />
                </span>
              )}
            </div>
          </li>
        ))}
      </ul>
      <span aria-hidden="true" className="perforated-x block h-2.5 [--hole:var(--color-hairline)]" />
    </section>
  );
}

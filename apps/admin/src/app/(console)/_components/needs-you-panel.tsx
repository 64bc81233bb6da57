"use client";

import { CATEGORY_POLICY } from "@spool/contracts/app-error";
import { Skeleton } from "@spool/ui/notice";
import { Panel } from "@spool/ui/panel";
import { StatusShape } from "@spool/ui/status-mark";
import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { failedJobsQuery } from "../../../data/jobs/glance-queries.ts";
import { queueStatsQuery } from "../../../data/stats/queue-stats-query.ts";
import { useSupabase } from "../../../lib/supabase-browser.tsx";
import { TimeAgo } from "../../../time/time-ago.tsx";
import { QueryError } from "./query-error.tsx";
import { useWarnings } from "./use-warnings.ts";
import { jobTitle } from "../../../data/jobs/stage-title.ts";

/** What does not get better by itself: what stands still, what is gone or full, and jobs that failed. */
export function NeedsYouPanel() {
  const supabase = useSupabase();
  const { data: jobs, error, refetch } = useQuery(failedJobsQuery(supabase));
  const { data: stats } = useQuery(queueStatsQuery(supabase));
  const warnings = useWarnings();
  const failed = jobs?.filter(({ status }) => status === "failed") ?? [];
  const more = (stats?.failed ?? 0) - failed.length;

  return (
    <Panel
      title="Needs you"
      aside={
        more > 0 && (
          <Link prefetch={false} href="/jobs?status=failed" className="text-xs text-ink-soft hover:text-ink">
            {more.toLocaleString("en")} more
          </Link>
        )
      }
    >
      {jobs === undefined &&
        (error === null ? (
          <Skeleton className="m-4 h-28" />
        ) : (
          <QueryError what="What failed" error={error} onRetry={refetch} />
        ))}
      <ul className="divide-y">
        {warnings.map(({ href, sentence }) => (
          <li key={sentence} className="relative flex items-start gap-3 bg-attention-wash px-4 py-2.5">
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0 text-attention" />
            <Link prefetch={false} href={href} className="after:absolute after:inset-0">
              {sentence}
            </Link>
          </li>
        ))}
        {failed.map((job) => (
          <li
            key={job.id}
            className="relative flex animate-arrive items-start gap-3 px-4 py-2.5 transition-colors hover:bg-hover"
          >
            <StatusShape status="failed" className="mt-[3px]" />
            <div className="min-w-0 flex-1">
              <Link
                prefetch={false}
                href={`/jobs/${job.id}`}
                className="block truncate font-medium after:absolute after:inset-0"
              >
                {jobTitle(job)}
              </Link>
              <p className="text-xs text-ink-soft">
                {CATEGORY_POLICY[job.error_category ?? "UNKNOWN"].meaning}
              </p>
            </div>
            {job.finished_at !== null && (
              <span className="text-xs text-ink-faint">
                <TimeAgo at={job.finished_at} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {jobs !== undefined && failed.length === 0 && warnings.length === 0 && (
        <p className="flex items-center gap-2.5 px-4 py-6 text-ink-soft">
          <StatusShape status="completed" /> All is well. Nothing waits for you.
        </p>
      )}
    </Panel>
  );
}

"use client";

import { Skeleton } from "@spool/ui/notice";
import { StatusShape } from "@spool/ui/status-mark";
import { useQuery } from "@tanstack/react-query";
import { qualityQuery } from "../../../../../data/job-activity/quality-query.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { QueryError } from "../../../_components/query-error.tsx";
import { figureWords } from "./figure-words.ts";

/** What quality control looked at, what it measured, and what it could not measure and why. */
export function JobQuality({ job }: { job: Job }) {
  const { data: quality, error, refetch } = useQuery(qualityQuery(useSupabase(), job.id));
  if (quality === undefined) {
    return (
      <div className="p-4">
        {error === null ? (
          <Skeleton className="h-24 w-full" />
        ) : (
          <QueryError what="The quality" error={error} onRetry={refetch} />
        )}
      </div>
    );
  }
  if (quality === null)
    return (
      <p className="px-4 py-8 text-center text-ink-soft">Quality control has not looked at this video.</p>
    );
  return (
    <div className="grid gap-x-8 gap-y-4 px-4 py-4 lg:grid-cols-2">
      <ul className="flex flex-col gap-2">
        {quality.checks.map(({ name, is_passed, message }) => (
          <li key={name} className="flex gap-2.5">
            <StatusShape status={is_passed ? "completed" : "failed"} className="mt-0.5" />
            <span className="min-w-0 break-words">
              <span className="sr-only">{is_passed ? "Passed: " : "Failed: "}</span>
              {message}
            </span>
          </li>
        ))}
      </ul>
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-1.5 self-start">
        {Object.entries(quality.figures).map(([name, value]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-ink-soft">{figureWords(name)}</dt>
            <dd className="text-right tabular-nums" title={quality.not_measured[name]}>
              {value === null ? "not measured" : value.toLocaleString("en", { maximumFractionDigits: 3 })}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

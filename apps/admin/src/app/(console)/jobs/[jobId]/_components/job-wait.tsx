"use client";

import { Skeleton } from "@spool/ui/notice";
import { StatusShape } from "@spool/ui/status-mark";
import { useQuery } from "@tanstack/react-query";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { waitQuery, type Wait } from "../../../../../data/jobs/wait-query.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { useNowMs } from "../../../../../time/clock.tsx";
import { QueryError } from "../../../_components/query-error.tsx";
import { expectedWords, localSentence, ordinal } from "./wait-words.ts";

/** Why the job waits, all reasons of it, its place in line and when it should start. */
export function JobWait({ job }: { job: Job }) {
  const { data: wait, error, refetch } = useQuery(waitQuery(useSupabase(), job.id, job.revision));
  if (wait === undefined) {
    if (error !== null) return <QueryError what="Why it waits" error={error} onRetry={refetch} />;
    return <Skeleton className="h-20 w-full" />;
  }
  return (
    <section
      aria-label="Why it waits"
      data-testid="job-wait"
      className="flex gap-3 rounded-lg border bg-surface px-4 py-3.5"
    >
      <StatusShape status={job.status} className="mt-1" />
      <div className="min-w-0 flex-1">
        <Headline wait={wait} />
        <ul className="mt-1 flex flex-col gap-0.5 text-ink-soft">
          {wait.reasons.map(({ code, text }) => (
            <li key={`${code} ${text}`} data-reason={code} className="break-words" suppressHydrationWarning>
              {localSentence(text)}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function Headline({ wait }: { wait: Wait }) {
  const expected = expectedWords(wait, useNowMs());
  const place = wait.position === null ? "Not in line" : `${ordinal(wait.position)} in line`;
  const runs = wait.basis.measured_runs;
  return (
    <p className="text-md font-medium tabular-nums" suppressHydrationWarning>
      {place}
      {expected === null ? (
        <span className="font-normal text-ink-soft"> · nothing says yet when it starts</span>
      ) : (
        <span
          className="font-normal"
          title={`Estimated from the last ${runs.toLocaleString("en")} runs; right in nine cases of ten.`}
        >
          {" "}
          · {expected}
        </span>
      )}
    </p>
  );
}

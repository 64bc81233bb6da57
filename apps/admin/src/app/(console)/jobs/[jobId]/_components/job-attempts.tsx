"use client";

import { CATEGORY_POLICY } from "@spool/contracts/app-error";
import { Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import { attemptsQuery, type AttemptRow } from "../../../../../data/job-activity/activity-queries.ts";
import { readJobError } from "../../../../../data/jobs/job-error.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { stageTitle } from "../../../../../data/jobs/stage-title.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { Elapsed, TimeAgo } from "../../../../../time/time-ago.tsx";
import { AttemptMark } from "../../../_components/attempt-mark.tsx";
import { QueryError } from "../../../_components/query-error.tsx";

/** Every time a node ran the job: where, for how long, and what it broke on. */
export function JobAttempts({ job }: { job: Job }) {
  const { data: attempts, error, refetch } = useQuery(attemptsQuery(useSupabase(), job.id));
  if (attempts === undefined) {
    return (
      <div className="p-4">
        {error === null ? (
          <Skeleton className="h-24 w-full" />
        ) : (
          <QueryError what="The attempts" error={error} onRetry={refetch} />
        )}
      </div>
    );
  }
  if (attempts.length === 0)
    return <p className="px-4 py-8 text-center text-ink-soft">No node has taken this job yet.</p>;
  return (
    <ol className="divide-y">
      {attempts.map((attempt) => (
        <li key={attempt.id} className="flex flex-wrap items-baseline gap-x-5 gap-y-1 px-4 py-3">
          <span className="w-6 text-right text-ink-faint tabular-nums">{attempt.number}</span>
          <AttemptMark status={attempt.status} className="self-center" />
          <span className="text-ink-soft">{attempt.node_name}</span>
          <span className="ml-auto text-ink-soft">
            {attempt.started_at !== null && <Elapsed from={attempt.started_at} to={attempt.finished_at} />}
          </span>
          <span className="w-24 text-right text-xs text-ink-faint max-sm:w-full max-sm:pl-11 max-sm:text-left">
            <TimeAgo at={attempt.started_at ?? attempt.assigned_at} />
          </span>
          <AttemptError jobType={job.job_type} attempt={attempt} />
        </li>
      ))}
    </ol>
  );
}

function AttemptError({ jobType, attempt }: { jobType: string; attempt: AttemptRow }) {
  const error = readJobError(attempt.error);
  if (error === null) return null;
  const policy = CATEGORY_POLICY[error.category];
  return (
    <div className="w-full pl-11 break-words text-ink-soft max-sm:pt-1 max-sm:pl-0">
      <p className="text-ink">
        {error.message}
        {error.stage != null && (
          <span className="text-ink-soft"> In {stageTitle(jobType, error.stage).toLowerCase()}.</span>
        )}
      </p>
      <p className="mt-0.5">
        <code className="font-mono text-xs text-failed">{error.category}</code> {policy.meaning}{" "}
        {policy.advice}
      </p>
      {error.stack != null && error.stack !== "" && (
        <details className="mt-1 text-xs">
          <summary className="cursor-pointer hover:text-ink">Technical details</summary>
          <pre className="mt-2 overflow-x-auto rounded-md border bg-canvas p-3 font-mono whitespace-pre-wrap">
            {error.stack}
          </pre>
        </details>
      )}
    </div>
  );
}

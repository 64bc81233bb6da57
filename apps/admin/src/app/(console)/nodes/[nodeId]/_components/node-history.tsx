"use client";

import { Skeleton } from "@spool/ui/notice";
import { Panel } from "@spool/ui/panel";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { jobTitle, jobTypeTitle } from "../../../../../data/jobs/stage-title.ts";
import { nodeAttemptsQuery } from "../../../../../data/nodes/node-attempts-query.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { Elapsed, TimeAgo } from "../../../../../time/time-ago.tsx";
import { AttemptMark } from "../../../_components/attempt-mark.tsx";
import { QueryError } from "../../../_components/query-error.tsx";

/** What the node ran last, and how it ended. */
export function NodeHistory({ nodeId }: { nodeId: string }) {
  const { data: attempts, error, refetch } = useQuery(nodeAttemptsQuery(useSupabase(), nodeId));
  return (
    <Panel title="Ran last">
      {attempts === undefined ? (
        error === null ? (
          <Skeleton className="m-4 h-40" />
        ) : (
          <QueryError what="What it ran" error={error} onRetry={refetch} />
        )
      ) : attempts.length === 0 ? (
        <p className="px-4 py-5 text-ink-soft">Nothing that you may see.</p>
      ) : (
        <ul className="divide-y">
          {attempts.map((attempt) => (
            <li
              key={attempt.id}
              className="relative flex min-h-10 flex-wrap items-center gap-x-4 px-4 py-1.5 hover:bg-hover"
            >
              <AttemptMark status={attempt.status} className="text-xs" />
              <Link
                prefetch={false}
                href={`/jobs/${attempt.job_id}`}
                className="min-w-40 flex-1 truncate after:absolute after:inset-0"
              >
                {attempt.jobs === null ? attempt.job_id : jobTitle(attempt.jobs)}
              </Link>
              <span className="text-xs text-ink-faint max-sm:hidden">
                {attempt.jobs !== null && attempt.jobs.title !== "" && jobTypeTitle(attempt.jobs.job_type)}
                {attempt.number > 1 && ` · attempt ${attempt.number}`}
              </span>
              <span className="w-16 text-right text-xs text-ink-soft max-sm:w-28 max-sm:text-left">
                {attempt.started_at !== null && (
                  <Elapsed from={attempt.started_at} to={attempt.finished_at} />
                )}
              </span>
              <span className="w-20 text-right text-xs text-ink-faint max-sm:flex-1 max-sm:text-left">
                <TimeAgo at={attempt.started_at ?? attempt.assigned_at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

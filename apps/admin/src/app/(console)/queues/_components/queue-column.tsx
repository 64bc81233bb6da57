"use client";

import type { Queue } from "@spool/contracts/job-states";
import { cn } from "@spool/ui/class-names";
import { MovingNumber } from "@spool/ui/moving-number";
import { Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { nextInQueueQuery } from "../../../../data/jobs/next-in-queue-query.ts";
import { jobTypeTitle } from "../../../../data/jobs/stage-title.ts";
import { queuesQuery, type QueueRow } from "../../../../data/queues/queues-query.ts";
import { queueStatsQuery } from "../../../../data/stats/queue-stats-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { formatDuration, formatMoment } from "../../../../time/format-duration.ts";
import { TimeAgo } from "../../../../time/time-ago.tsx";
import { QueryError } from "../../_components/query-error.tsx";
import { QueueName } from "../../_components/queue-name.tsx";

/** One queue: how full it is, whether it stands still and why, and what it serves next in that order. */
export function QueueColumn({ queue }: { queue: Queue }) {
  const supabase = useSupabase();
  const { data: queues } = useQuery(queuesQuery(supabase));
  const { data: stats } = useQuery(queueStatsQuery(supabase));
  const { data: jobs, error, refetch } = useQuery(nextInQueueQuery(supabase, queue));
  const row = queues?.find(({ name }) => name === queue);
  const counts = stats?.by_queue[queue];
  const waiting = jobs?.filter(({ status }) => status === "queued" || status === "pending");

  return (
    <section aria-label={`Queue ${queue}`} className="min-w-0 rounded-lg border bg-surface">
      <header className={cn("border-b px-4 py-3", row?.is_paused === true && "hatched")}>
        <h2 className="text-md font-semibold">
          <QueueName queue={queue} />
        </h2>
        {row?.is_paused === true && <PauseWords row={row} />}
        {counts === undefined ? (
          <Skeleton className="mt-2 h-4 w-40" />
        ) : (
          <p className="mt-1 flex flex-wrap gap-x-4 text-xs text-ink-soft">
            <Link
              prefetch={false}
              href={`/jobs?status=queued,pending&queue=${queue}`}
              className="hover:text-ink hover:underline"
            >
              <MovingNumber value={counts.queued + counts.pending} /> waiting
            </Link>
            <Link
              prefetch={false}
              href={`/jobs?status=processing,assigned&queue=${queue}`}
              className="hover:text-ink hover:underline"
            >
              <MovingNumber value={counts.processing + counts.assigned} /> running
            </Link>
            {counts.oldest_waiting_age_seconds > 0 && (
              <span>oldest waits {formatDuration(counts.oldest_waiting_age_seconds)}</span>
            )}
          </p>
        )}
      </header>
      {waiting === undefined ? (
        error === null ? (
          <Skeleton className="m-4 h-32" />
        ) : (
          <QueryError what="The queue" error={error} onRetry={refetch} />
        )
      ) : waiting.length === 0 ? (
        <p className="px-4 py-6 text-ink-soft">Nobody waits here.</p>
      ) : (
        <ol className="divide-y">
          {waiting.map((job, index) => (
            <li
              key={job.id}
              className="relative flex h-11 items-center gap-3 px-4 transition-colors hover:bg-hover"
            >
              <span className="w-5 shrink-0 text-right text-xs text-ink-faint tabular-nums">{index + 1}</span>
              <Link
                prefetch={false}
                href={`/jobs/${job.id}`}
                className="min-w-0 flex-1 truncate after:absolute after:inset-0"
              >
                {job.title}
              </Link>
              <span className="shrink-0 text-xs text-ink-faint">
                {job.priority === "medium" ? jobTypeTitle(job.job_type) : job.priority}
                {" · "}
                <TimeAgo at={job.queued_at ?? job.created_at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function PauseWords({ row }: { row: QueueRow }) {
  return (
    <p className="mt-1 text-xs">
      Paused{row.paused_reason === null ? "" : `: ${row.paused_reason}`}
      {row.paused_until === null
        ? ", until somebody resumes it."
        : `, until ${formatMoment(row.paused_until)}.`}
    </p>
  );
}

"use client";

import { MovingNumber } from "@spool/ui/moving-number";
import { cn } from "@spool/ui/class-names";
import { Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { queueStatsQuery } from "../../../data/stats/queue-stats-query.ts";
import type { QueueStats } from "../../../data/stats/queue-stats.ts";
import { useSupabase } from "../../../lib/supabase-browser.tsx";
import { formatDuration } from "../../../time/format-duration.ts";
import { QueryError } from "./query-error.tsx";

/** The numbers that a person looks at first. Each leads to the list that explains it. */
export function Headline() {
  const { data: stats, error, refetch } = useQuery(queueStatsQuery(useSupabase()));
  if (stats === undefined) {
    if (error !== null) return <QueryError what="The counts" error={error} onRetry={refetch} />;
    return <Skeleton className="h-[60px] w-full" />;
  }
  return (
    <dl className="flex flex-wrap items-end gap-x-5 gap-y-4 px-1 sm:gap-x-8">
      <Count
        label="running"
        value={stats.processing + stats.assigned}
        href="/jobs?status=processing,assigned"
        tone={runningTone(stats)}
      />
      <Count label="waiting" value={stats.queued + stats.pending} href="/jobs?status=queued,pending" />
      {stats.paused > 0 && <Count label="paused" value={stats.paused} href="/jobs?status=paused" />}
      <Count
        label={stats.failed === 1 ? "needs you" : "need you"}
        value={stats.failed}
        href="/jobs?status=failed"
        tone={stats.failed > 0 ? "text-failed" : "text-ink-faint"}
      />
      <Count label="completed" value={stats.completed} href="/jobs?status=completed" />
      <div className="flex flex-wrap gap-x-8 gap-y-2 sm:ml-auto sm:text-right">
        <Measure
          label="oldest wait"
          value={
            stats.oldest_waiting_age_seconds > 0 ? formatDuration(stats.oldest_waiting_age_seconds) : "none"
          }
        />
        <Measure label="average wait, last hour" value={averageOf(stats, stats.average_wait_seconds)} />
        <Measure label="average run, last hour" value={averageOf(stats, stats.average_run_seconds)} />
        <Measure label="last hour" value={hourOf(stats)} />
      </div>
    </dl>
  );
}

const runningTone = (stats: QueueStats) => (stats.processing > 0 ? "text-lamp" : "text-ink-faint");

/** An average of nothing is not zero. */
function averageOf(stats: QueueStats, seconds: number): string {
  return stats.completed_last_hour + stats.failed_last_hour === 0 ? "–" : formatDuration(seconds);
}

function hourOf({ completed_last_hour: completed, failed_last_hour: failed }: QueueStats): string {
  const finished = `${completed.toLocaleString("en")} done`;
  return failed === 0 ? finished : `${finished}, ${failed.toLocaleString("en")} failed`;
}

function Count({ label, value, href, tone }: { label: string; value: number; href: string; tone?: string }) {
  return (
    <Link prefetch={false} href={href} className="group flex flex-col-reverse">
      <dt className="text-ink-soft group-hover:text-ink group-hover:underline group-hover:underline-offset-4">
        {label}
      </dt>
      <dd className={cn("text-figure font-semibold tracking-tight", tone)}>
        <MovingNumber value={value} />
      </dd>
    </Link>
  );
}

function Measure({ label, value }: { label: string; value: string }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-xs text-ink-faint">{label}</dt>
      <dd className="text-md tabular-nums">{value}</dd>
    </div>
  );
}

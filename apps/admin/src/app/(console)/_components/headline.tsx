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
    <ul className="flex flex-wrap items-end gap-x-5 gap-y-4 px-1 sm:gap-x-8">
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
      <li className="sm:ml-auto">
        <ul className="flex flex-wrap gap-x-8 gap-y-2 sm:text-right">
          <Measure
            label="oldest wait"
            value={
              stats.oldest_waiting_age_seconds > 0 ? formatDuration(stats.oldest_waiting_age_seconds) : "none"
            }
          />
          <Measure label="average wait, last hour" value={averageOf(stats, stats.average_wait_seconds)} />
          <Measure label="average run, last hour" value={averageOf(stats, stats.average_run_seconds)} />
          <Measure label="last hour" value={hourOf(stats)} />
        </ul>
      </li>
    </ul>
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
    <li>
      <Link prefetch={false} href={href} className="group block">
        <span className={cn("block text-figure font-semibold tracking-tight", tone)}>
          <MovingNumber value={value} />
        </span>{" "}
        <span className="block text-ink-soft group-hover:text-ink group-hover:underline group-hover:underline-offset-4">
          {label}
        </span>
      </Link>
    </li>
  );
}

function Measure({ label, value }: { label: string; value: string }) {
  return (
    <li>
      <span className="block text-md tabular-nums">{value}</span>{" "}
      <span className="block text-xs text-ink-faint">{label}</span>
    </li>
  );
}

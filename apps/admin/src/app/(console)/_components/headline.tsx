"use client";

import { MovingNumber } from "@spool/ui/moving-number";
import { cn } from "@spool/ui/class-names";
import { Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { queueStatsQuery } from "../../../data/stats/queue-stats-query.ts";
import type { QueueStats } from "../../../data/stats/queue-stats.ts";
import { useSupabase } from "../../../lib/supabase-browser.tsx";
import { useNowMs } from "../../../time/clock.tsx";
import { formatDuration } from "../../../time/format-duration.ts";
import { finishedHref } from "./finished-href.ts";
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
        <ul className="flex flex-wrap gap-x-5 gap-y-2 sm:gap-x-8 sm:text-right">
          <Measure
            label="oldest wait"
            href="/jobs?status=queued,pending"
            value={
              stats.oldest_waiting_age_seconds > 0 ? formatDuration(stats.oldest_waiting_age_seconds) : "none"
            }
          />
          <LastHour stats={stats} />
        </ul>
      </li>
    </ul>
  );
}

const runningTone = (stats: QueueStats) => (stats.processing > 0 ? "text-lamp" : "text-ink-faint");

const HOUR_SECONDS = 3_600;

/** What ended in the hour up to now. */
function LastHour({
  stats: { completed_last_hour: completed, failed_last_hour: failed },
}: {
  stats: QueueStats;
}) {
  const from = new Date(useNowMs() - HOUR_SECONDS * 1_000).toISOString();
  return (
    <>
      <Measure
        label={
          <>
            completed<span className="max-sm:hidden"> in the</span> last hour
          </>
        }
        href={finishedHref(["completed"], from, HOUR_SECONDS)}
        value={completed.toLocaleString("en")}
      />
      <Measure
        label={
          <>
            failed<span className="max-sm:hidden"> in the</span> last hour
          </>
        }
        href={finishedHref(["failed"], from, HOUR_SECONDS)}
        value={failed.toLocaleString("en")}
      />
    </>
  );
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

function Measure({ label, value, href }: { label: React.ReactNode; value: string; href: string }) {
  return (
    <li>
      <Link prefetch={false} href={href} className="group block">
        <span className="block text-md tabular-nums">{value}</span>{" "}
        <span className="block text-xs text-ink-faint group-hover:text-ink group-hover:underline group-hover:underline-offset-4">
          {label}
        </span>
      </Link>
    </li>
  );
}

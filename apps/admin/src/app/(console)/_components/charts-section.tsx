"use client";

import { QUEUES } from "@spool/contracts/job-states";
import { cn } from "@spool/ui/class-names";
import { Skeleton } from "@spool/ui/notice";
import { Panel } from "@spool/ui/panel";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { lazyPart } from "../../../lib/lazy-part.tsx";
import { writeJobFilter } from "../../../data/jobs/job-filter.ts";
import { queueStatsQuery } from "../../../data/stats/queue-stats-query.ts";
import { RANGES, throughputQuery } from "../../../data/stats/throughput-query.ts";
import type { Throughput } from "../../../data/stats/throughput.ts";
import { useSupabase } from "../../../lib/supabase-browser.tsx";
import { formatDuration } from "../../../time/format-duration.ts";
import { FailureCategories } from "./failure-categories.tsx";
import { finishedHref } from "./finished-href.ts";
import { QueryError } from "./query-error.tsx";
import { QueueName } from "./queue-name.tsx";
import { RangeChoice, useRange } from "./range-choice.tsx";
import { WallLink } from "./wall-link.tsx";

const TALL_PX = 208;
const LOW_PX = 168;

const Drawing = ({ heightPx }: { heightPx: number }) => (
  <span className="block" style={{ height: heightPx }}>
    <Skeleton className="size-full" />
  </span>
);
// Charts are half of what the overview would load: it can be read before they are there.
const FinishedChart = lazyPart(() => import("./finished-chart.tsx").then((module) => module.FinishedChart), {
  loading: () => <Drawing heightPx={TALL_PX} />,
});
const DepthChart = lazyPart(() => import("./depth-chart.tsx").then((module) => module.DepthChart), {
  loading: () => <Drawing heightPx={TALL_PX} />,
});
const DurationsChart = lazyPart(
  () => import("./durations-chart.tsx").then((module) => module.DurationsChart),
  {
    loading: () => <Drawing heightPx={LOW_PX} />,
  },
);

/** What happened over time, as far back as the reader likes. */
export function ChartsSection() {
  const [range] = useRange();
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...throughputQuery(useSupabase(), range),
    placeholderData: keepPreviousData,
  });
  const { words, step } = RANGES[range];
  return (
    <section aria-labelledby="over-time" className="flex flex-col gap-4">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-1 pt-1">
        <h2 id="over-time" className="text-md font-semibold tracking-tight first-letter:uppercase">
          {words}
        </h2>
        <div className="ml-auto flex items-center gap-2">
          <RangeChoice />
          <WallLink />
        </div>
      </header>
      {data === undefined ? (
        error === null ? (
          <Skeleton className="h-[484px] w-full" />
        ) : (
          <QueryError what="What happened over time" error={error} onRetry={refetch} />
        )
      ) : (
        <div
          aria-busy={isPlaceholderData}
          className={cn("flex flex-col gap-4 transition-opacity", isPlaceholderData && "opacity-50")}
        >
          <Charts throughput={data} range={range} words={words} step={step} />
        </div>
      )}
    </section>
  );
}

interface ChartsProps {
  throughput: Throughput;
  range: keyof typeof RANGES;
  words: string;
  step: string;
}

function Charts({ throughput, range, words, step }: ChartsProps) {
  const { buckets, bucket_seconds: bucketSeconds } = throughput;
  const chart = { buckets, bucketSeconds, range };
  const nothing = `Nothing finished in the ${words}.`;
  return (
    <>
      <div className="grid gap-4 lg:grid-cols-2">
        <Panel title={`Finished per ${step}`} aside={<FinishedFigures throughput={throughput} />}>
          <div className="p-2">
            <FinishedChart
              {...chart}
              heightPx={TALL_PX}
              emptyWords={
                range === "7d" ? `${nothing} Submit a job to begin.` : `${nothing} Look further back.`
              }
            />
          </div>
        </Panel>
        <Panel title="Waiting" aside={<WaitingFigures />}>
          <div className="p-2">
            <DepthChart {...chart} heightPx={TALL_PX} />
          </div>
        </Panel>
      </div>
      <div className="grid gap-4 lg:grid-cols-2 xl:grid-cols-3">
        <Panel title="Wait until start" aside={<Percentiles throughput={throughput} measure="wait" />}>
          <div className="p-2">
            <DurationsChart {...chart} measure="wait" heightPx={LOW_PX} emptyWords={nothing} />
          </div>
        </Panel>
        <Panel title="Run time" aside={<Percentiles throughput={throughput} measure="run" />}>
          <div className="p-2">
            <DurationsChart {...chart} measure="run" heightPx={LOW_PX} emptyWords={nothing} />
          </div>
        </Panel>
        <Panel title="Failed, by category" className="lg:max-xl:col-span-2">
          <FailureCategories throughput={throughput} words={words} />
        </Panel>
      </div>
    </>
  );
}

const FIGURE = "underline-offset-4 hover:underline";

function FinishedFigures({ throughput: { from, to, completed, failed } }: { throughput: Throughput }) {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1_000;
  return (
    <span className="flex gap-3 text-xs tabular-nums">
      <Link
        prefetch={false}
        href={finishedHref(["completed"], from, seconds)}
        className={cn(FIGURE, "text-good")}
      >
        {completed.toLocaleString("en")} completed
      </Link>
      <Link
        prefetch={false}
        href={finishedHref(["failed"], from, seconds)}
        className={cn(FIGURE, failed > 0 ? "text-failed" : "text-ink-faint")}
      >
        {failed.toLocaleString("en")} failed
      </Link>
    </span>
  );
}

/** What waits now: the end of each area, by name. */
function WaitingFigures() {
  const { data: stats } = useQuery(queueStatsQuery(useSupabase()));
  if (stats === undefined) return null;
  return (
    <span className="flex gap-3 text-xs tabular-nums">
      {QUEUES.map((queue) => (
        <Link
          key={queue}
          prefetch={false}
          href={writeJobFilter("/jobs", { status: ["queued", "pending"], queue: [queue] })}
          className={FIGURE}
        >
          <QueueName
            queue={queue}
            note={(stats.by_queue[queue].queued + stats.by_queue[queue].pending).toLocaleString("en")}
          />
        </Link>
      ))}
    </span>
  );
}

function Percentiles({ throughput, measure }: { throughput: Throughput; measure: "wait" | "run" }) {
  const p50 = throughput[`${measure}_p50_seconds`];
  const p95 = throughput[`${measure}_p95_seconds`];
  const { from, to } = throughput;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1_000;
  if (p50 === null || p95 === null) return null;
  return (
    <Link
      prefetch={false}
      href={finishedHref(["completed", "failed"], from, seconds)}
      title="Half of the jobs took at most p50, all but a twentieth at most p95; to within 5 %"
      className={cn(FIGURE, "flex gap-3 text-xs tabular-nums")}
    >
      <span>
        <span aria-hidden="true" className="mr-1.5 inline-block h-0.5 w-3 bg-ink align-middle" />
        p50 {formatDuration(p50)}
      </span>
      <span>
        <span
          aria-hidden="true"
          className="mr-1.5 inline-block h-2 w-3 rounded-[1px] bg-ink-faint/40 align-middle"
        />
        p95 {formatDuration(p95)}
      </span>
    </Link>
  );
}

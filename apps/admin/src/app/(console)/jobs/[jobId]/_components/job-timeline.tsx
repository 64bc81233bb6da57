"use client";

import { cn } from "@spool/ui/class-names";
import { Skeleton } from "@spool/ui/notice";
import { Panel } from "@spool/ui/panel";
import { useQuery } from "@tanstack/react-query";
import { stagesQuery } from "../../../../../data/job-activity/activity-queries.ts";
import { usualTimesQuery } from "../../../../../data/job-activity/usual-times-query.ts";
import { isRunning, type Job } from "../../../../../data/jobs/job-row.ts";
import { nodesQuery } from "../../../../../data/nodes/nodes-query.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { useProgress } from "../../../../../live/use-progress.ts";
import { useNowMs } from "../../../../../time/clock.tsx";
import { formatDuration, formatMoment, secondsBetween } from "../../../../../time/format-duration.ts";
import { JobFacts } from "./job-facts.tsx";
import { toTimeline, type TimelineStep } from "./timeline.ts";

/** How the job came to where it is: its waits, then its stages along the time they took. */
export function JobTimeline({ job }: { job: Job }) {
  const nowMs = useNowMs();
  const supabase = useSupabase();
  const { data: stages } = useQuery(stagesQuery(supabase, job.id));
  const { data: usual } = useQuery(usualTimesQuery(supabase, job));
  return (
    <Panel title="Timeline" aside={isRunning(job) && <TimeLeft job={job} />}>
      <Waits job={job} nowMs={nowMs} />
      {stages === undefined ? (
        <Skeleton className="m-4 h-32" />
      ) : (
        <ol className="flex flex-col gap-2.5 px-4 py-4">
          {toTimeline(job, stages, nowMs).map((step) => (
            <Step key={step.name} step={step} usualSeconds={usual?.[step.name] ?? null} />
          ))}
        </ol>
      )}
      <JobFacts job={job} />
    </Panel>
  );
}

function TimeLeft({ job }: { job: Job }) {
  const { secondsLeft } = useProgress(job);
  return (
    <span className="text-xs text-ink-soft tabular-nums" suppressHydrationWarning>
      {Math.floor(job.progress_ratio * 100)} %
      {secondsLeft !== null && `, about ${formatDuration(Math.max(1, Math.round(secondsLeft)))} left`}
    </span>
  );
}

function Waits({ job, nowMs }: { job: Job; nowMs: number }) {
  const { data: nodes } = useQuery(nodesQuery(useSupabase()));
  const nodeName = nodes?.find(({ id }) => id === job.node_id)?.name;
  const waitEnd =
    job.assigned_at !== null && job.queued_at !== null && job.assigned_at >= job.queued_at
      ? Date.parse(job.assigned_at)
      : nowMs;
  return (
    <p className="border-b px-4 py-3 text-ink-soft" suppressHydrationWarning>
      <time dateTime={job.created_at} title={formatMoment(job.created_at)}>
        accepted
      </time>
      {job.queued_at !== null && (
        <>
          {" "}
          · waited{" "}
          {formatDuration(
            secondsBetween(job.queued_at, job.status === "paused" ? Date.parse(job.updated_at) : waitEnd),
          )}
        </>
      )}
      {nodeName !== undefined && (
        <>
          {" · "}
          {isRunning(job) ? "on" : "ran on"} {nodeName}
        </>
      )}
      {job.started_at !== null && job.finished_at !== null && job.status === "completed" && (
        <> · took {formatDuration(secondsBetween(job.started_at, Date.parse(job.finished_at)))}</>
      )}
    </p>
  );
}

const BAR: Record<TimelineStep["state"], string> = {
  waiting: "",
  running: "bg-lamp-fill/35",
  completed: "bg-edge",
  failed: "bg-failed",
};

/** A stage on the line of time. What it usually takes stands beside what it took, and alone before it begins. */
function Step({ step, usualSeconds }: { step: TimelineStep; usualSeconds: number | null }) {
  const { title, state, ratio, durationSeconds, offsetRatio, widthRatio } = step;
  return (
    <li
      className="grid grid-cols-[5rem_minmax(0,1fr)_4.5rem_4.5rem] items-center gap-3 max-sm:grid-cols-[4rem_minmax(0,1fr)_auto_3.5rem] max-sm:gap-2.5"
      data-stage={step.name}
      data-state={state}
    >
      <span
        className={cn(
          "truncate",
          state === "waiting"
            ? "text-ink-faint"
            : state === "running"
              ? "text-lamp"
              : state === "failed" && "text-failed",
        )}
      >
        {title}
      </span>
      <span className="relative h-2.5 rounded-sm bg-hover">
        {state !== "waiting" && (
          <span
            className={cn(
              "absolute inset-y-0 overflow-hidden rounded-sm transition-[left,width] duration-1000 ease-linear",
              BAR[state],
            )}
            style={{ left: `${offsetRatio * 100}%`, width: `${widthRatio * 100}%` }}
            suppressHydrationWarning
          >
            {state === "running" && (
              <span
                className="block h-full origin-left bg-lamp-fill transition-transform duration-1000 ease-linear"
                style={{ transform: `scaleX(${ratio})` }}
              />
            )}
          </span>
        )}
      </span>
      <span className="text-right text-xs text-ink-soft tabular-nums" suppressHydrationWarning>
        {durationSeconds === null
          ? ""
          : state === "running"
            ? `${Math.floor(ratio * 100)} %`
            : formatDuration(durationSeconds)}
        {state === "failed" && <span className="sr-only">, failed here</span>}
      </span>
      <span
        className="text-right text-xs text-ink-faint tabular-nums"
        title={
          usualSeconds === null
            ? undefined
            : "What it usually takes: the middle of the last jobs of this type"
        }
      >
        {usualSeconds !== null && (
          <>
            <span className="sr-only">, usually </span>~{formatDuration(usualSeconds)}
          </>
        )}
      </span>
    </li>
  );
}

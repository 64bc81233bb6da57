"use client";

import { Skeleton } from "@spool/ui/notice";
import { Panel } from "@spool/ui/panel";
import { StatusMark } from "@spool/ui/status-mark";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { JobRow } from "../../../../data/jobs/job-row.ts";
import { schedulesQuery } from "../../../../data/schedules/schedules-query.ts";
import { jobTypesQuery, type JobTypeRow } from "../../../../data/tasks/job-types-query.ts";
import { taskRunsQuery } from "../../../../data/tasks/task-runs-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { Elapsed, TimeAgo } from "../../../../time/time-ago.tsx";
import { QueryError } from "../../_components/query-error.tsx";
import { TriggerTask } from "./trigger-task.tsx";

/** Every system task with what it did last, and what all of them did. */
export function TasksTab() {
  const supabase = useSupabase();
  const { data: types, error, refetch } = useQuery(jobTypesQuery(supabase));
  const tasks = types?.filter(({ kind }) => kind === "system") ?? [];
  const { data: runs } = useQuery(
    taskRunsQuery(
      supabase,
      tasks.map(({ name }) => name),
    ),
  );
  if (types === undefined) {
    if (error !== null) return <QueryError what="The tasks" error={error} onRetry={refetch} />;
    return <Skeleton className="h-80 w-full" />;
  }
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Panel title="Catalogue">
        <ul className="divide-y">
          {tasks.map((task) => (
            <TaskRow
              key={task.name}
              task={task}
              lastRun={runs?.find(({ job_type }) => job_type === task.name)}
            />
          ))}
        </ul>
      </Panel>
      <Panel title="Ran last">
        {runs === undefined ? (
          <Skeleton className="m-4 h-40" />
        ) : runs.length === 0 ? (
          <p className="px-4 py-5 text-ink-soft">No task has run yet.</p>
        ) : (
          <ul className="divide-y">
            {runs.map((run) => (
              <RunRow
                key={run.id}
                run={run}
                title={tasks.find(({ name }) => name === run.job_type)?.title ?? run.job_type}
              />
            ))}
          </ul>
        )}
      </Panel>
    </div>
  );
}

function TaskRow({ task, lastRun }: { task: JobTypeRow; lastRun: JobRow | undefined }) {
  const { data: schedules } = useQuery(schedulesQuery(useSupabase()));
  const next = schedules?.find(
    ({ job_type, is_enabled, next_run_at }) => job_type === task.name && is_enabled && next_run_at !== null,
  );
  return (
    <li className="flex items-center gap-4 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="font-medium">{task.title}</p>
        <p className="text-xs text-ink-soft">{task.description}</p>
        <p className="mt-1 flex flex-wrap gap-x-4 text-xs text-ink-faint">
          {lastRun !== undefined && (
            <Link
              prefetch={false}
              href={`/jobs/${lastRun.id}`}
              className="inline-flex items-center gap-1.5 hover:underline"
            >
              <StatusMark status={lastRun.status} heard={lastRun.revision} />
              <TimeAgo at={lastRun.finished_at ?? lastRun.created_at} />
            </Link>
          )}
          {next?.next_run_at != null && (
            <span>
              next <TimeAgo at={next.next_run_at} />, “{next.name}”
            </span>
          )}
        </p>
      </div>
      <TriggerTask task={task} />
    </li>
  );
}

function RunRow({ run, title }: { run: JobRow; title: string }) {
  return (
    <li className="relative flex h-9 items-center gap-4 px-4 hover:bg-hover">
      <StatusMark status={run.status} heard={run.revision} className="w-28 shrink-0 text-xs" />
      <Link
        prefetch={false}
        href={`/jobs/${run.id}`}
        className="min-w-0 flex-1 truncate after:absolute after:inset-0"
      >
        {title}
      </Link>
      <span className="w-16 text-right text-xs text-ink-soft">
        {run.started_at !== null && <Elapsed from={run.started_at} to={run.finished_at} />}
      </span>
      <span className="w-20 text-right text-xs text-ink-faint">
        <TimeAgo at={run.created_at} />
      </span>
    </li>
  );
}

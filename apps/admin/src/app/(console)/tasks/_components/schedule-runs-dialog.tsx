"use client";

import { Dialog } from "@spool/ui/dialog";
import { Skeleton } from "@spool/ui/notice";
import { StatusMark } from "@spool/ui/status-mark";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { scheduleRunsQuery, type Schedule } from "../../../../data/schedules/schedules-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { formatMoment } from "../../../../time/format-duration.ts";
import { QueryError } from "../../_components/query-error.tsx";

interface ScheduleRunsDialogProps {
  /** Whose runs are shown; undefined for none. */
  schedule: Schedule | undefined;
  onClose: () => void;
}

/** What became of each time that a schedule came due. */
export function ScheduleRunsDialog({ schedule, onClose }: ScheduleRunsDialogProps) {
  return (
    <Dialog
      isOpen={schedule !== undefined}
      onClose={onClose}
      title={schedule?.name ?? ""}
      description="What became of each time that it came due, newest first."
    >
      {schedule !== undefined && <Runs scheduleId={schedule.id} />}
    </Dialog>
  );
}

function Runs({ scheduleId }: { scheduleId: string }) {
  const { data: runs, error, refetch } = useQuery(scheduleRunsQuery(useSupabase(), scheduleId));
  if (runs === undefined) {
    if (error !== null) return <QueryError what="The runs" error={error} onRetry={refetch} />;
    return <Skeleton className="h-40 w-full" />;
  }
  if (runs.length === 0) return <p className="py-4 text-ink-soft">It has not come due yet.</p>;
  return (
    <ol className="divide-y">
      {runs.map((run) => (
        <li key={run.due_at} className="flex flex-wrap items-baseline gap-x-4 py-2">
          <time dateTime={run.due_at} className="w-44 text-xs text-ink-soft tabular-nums">
            {formatMoment(run.due_at)}
          </time>
          {run.problem !== null ? (
            <span className="min-w-0 flex-1 break-words text-attention">{run.problem}</span>
          ) : run.job_id === null ? null : (
            <Link prefetch={false} href={`/jobs/${run.job_id}`} className="hover:underline">
              {run.job_status === null ? "a job that is gone" : <StatusMark status={run.job_status} />}
            </Link>
          )}
        </li>
      ))}
    </ol>
  );
}

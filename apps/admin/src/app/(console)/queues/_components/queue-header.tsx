"use client";

import type { Queue } from "@spool/contracts/job-states";
import { Button } from "@spool/ui/button";
import { MovingNumber } from "@spool/ui/moving-number";
import { Skeleton } from "@spool/ui/notice";
import { Sparkline } from "@spool/ui/sparkline";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Pause, Play } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { toast } from "sonner";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { mayOperateInstance } from "../../../../data/account/may-operate.ts";
import { peopleQuery, personName } from "../../../../data/people/people-query.ts";
import { resumeQueueMutation } from "../../../../data/queues/pause-queue-mutation.ts";
import type { QueueRow } from "../../../../data/queues/queues-query.ts";
import { refusalOf } from "../../../../data/refusal.ts";
import { finishedByMinute, minutesQuery } from "../../../../data/stats/minutes-query.ts";
import type { QueueStats } from "../../../../data/stats/queue-stats.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { useToastWhile } from "../../../../lib/use-toast-while.ts";
import { useNowMs } from "../../../../time/clock.tsx";
import { formatDuration, formatMoment } from "../../../../time/format-duration.ts";
import { TimeAgo } from "../../../../time/time-ago.tsx";
import { QueueName } from "../../_components/queue-name.tsx";
import { PauseDialog, pauseToastId } from "./pause-dialog.tsx";

const HUE: Record<Queue, string> = {
  live: "text-queue-live",
  default: "text-queue-default",
  batch: "text-queue-batch",
};

interface QueueHeaderProps {
  queue: Queue;
  row: QueueRow | undefined;
  counts: QueueStats["by_queue"][Queue] | undefined;
}

export function QueueHeader({ queue, row, counts }: QueueHeaderProps) {
  const mayPause = mayOperateInstance(useAccount());
  const [isPausing, setIsPausing] = useState(false);
  const resume = useMutation(resumeQueueMutation(useSupabase(), useQueryClient()));
  const isPaused = row?.is_paused === true;
  useToastWhile(pauseToastId(queue), isPaused);

  function handleResume(): void {
    resume.mutate(queue, {
      onSuccess: () => toast(`The queue ${queue} goes on`),
      onError: (error) => toast.error(`${queue} was not resumed`, { description: refusalOf(error).message }),
    });
  }

  return (
    <header className="px-4 pt-3 pb-3">
      <div className="flex h-8 items-center justify-between gap-3">
        <h2 className="text-md font-semibold">
          <QueueName queue={queue} />
        </h2>
        {mayPause &&
          row !== undefined &&
          (isPaused ? (
            <Button variant="primary" isBusy={resume.isPending} onClick={handleResume}>
              <Play aria-hidden="true" className="size-3.5" />
              Resume {queue}
            </Button>
          ) : (
            <Button variant="ghost" className="-mr-3" onClick={() => setIsPausing(true)}>
              <Pause aria-hidden="true" className="size-3.5" />
              Pause {queue}
            </Button>
          ))}
      </div>
      {isPaused && <PauseWords row={row} />}
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
      <LastHour queue={queue} />
      <PauseDialog
        queue={queue}
        isOpen={isPausing}
        onClose={() => setIsPausing(false)}
        onResume={handleResume}
      />
    </header>
  );
}

function LastHour({ queue }: { queue: Queue }) {
  const { data: rows } = useQuery(minutesQuery(useSupabase()));
  const nowMs = useNowMs();
  if (rows === undefined) return <Skeleton className="mt-2 h-6 w-full" />;
  const finished = finishedByMinute(rows, queue, nowMs);
  const total = finished.reduce((sum, count) => sum + count, 0);
  return (
    <div className="mt-2 flex items-end gap-3">
      <div className={`min-w-0 flex-1 ${HUE[queue]}`}>
        <Sparkline values={finished} label={`${total} finished in the last hour, minute by minute`} />
      </div>
      <span aria-hidden="true" className="text-2xs whitespace-nowrap text-ink-faint tabular-nums">
        {total.toLocaleString("en")} / h
      </span>
    </div>
  );
}

function PauseWords({ row }: { row: QueueRow }) {
  const { data: people } = useQuery(peopleQuery(useSupabase()));
  const name = row.paused_by === null ? null : personName(people, row.paused_by);
  return (
    <p className="my-1.5 rounded-md border border-edge bg-raised px-2.5 py-1.5 text-xs break-words">
      {row.paused_reason !== null && row.paused_reason !== "" && (
        <span className="block font-medium">{row.paused_reason}</span>
      )}
      <span className="text-ink-soft">
        Paused{name !== null && ` by ${name}`} <TimeAgo at={row.updated_at} />,{" "}
        {row.paused_until === null ? (
          "until somebody resumes it."
        ) : (
          <>
            until <time dateTime={row.paused_until}>{formatMoment(row.paused_until)}</time>.
          </>
        )}
      </span>
    </p>
  );
}

"use client";

import { JOB_STATUSES, QUEUES } from "@spool/contracts/job-states";
import { cn } from "@spool/ui/class-names";
import { MovingNumber } from "@spool/ui/moving-number";
import { Skeleton } from "@spool/ui/notice";
import { Panel } from "@spool/ui/panel";
import { StatusShape } from "@spool/ui/status-mark";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { queuesQuery } from "../../../data/queues/queues-query.ts";
import { queueStatsQuery } from "../../../data/stats/queue-stats-query.ts";
import { useSupabase } from "../../../lib/supabase-browser.tsx";
import { QueueName } from "./queue-name.tsx";

/** How many jobs stand where: a row for each queue, a column for each status. */
export function QueuesPanel() {
  const supabase = useSupabase();
  const { data: stats } = useQuery(queueStatsQuery(supabase));
  const { data: queues } = useQuery(queuesQuery(supabase));
  const paused = new Set(queues?.filter(({ is_paused }) => is_paused).map(({ name }) => name));
  return (
    <Panel title="Jobs by queue and status">
      {stats === undefined ? (
        <Skeleton className="m-4 h-32" />
      ) : (
        <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="Jobs by queue and status">
          <table className="w-full">
            <thead className="text-2xs text-ink-soft">
              <tr className="h-9">
                <th scope="col" className="px-4 text-left font-normal">
                  Queue
                </th>
                {JOB_STATUSES.map((status) => (
                  <th key={status} scope="col" className="px-2 text-right font-normal last:pr-4">
                    <span className="inline-flex items-center gap-1.5">
                      <StatusShape status={status} className="size-3" />
                      {status}
                    </span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y border-t">
              {QUEUES.map((queue) => (
                <tr key={queue} className={cn("h-9", paused.has(queue) && "hatched")}>
                  <th scope="row" className="px-4 text-left font-normal">
                    <QueueName queue={queue} note={paused.has(queue) ? "paused" : undefined} />
                  </th>
                  {JOB_STATUSES.map((status) => (
                    <td key={status} className="px-2 text-right last:pr-4">
                      <Cell count={stats.by_queue[queue][status]} queue={queue} status={status} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function Cell({ count, queue, status }: { count: number; queue: string; status: string }) {
  if (count === 0) return <span className="text-ink-faint">0</span>;
  return (
    <Link
      prefetch={false}
      href={`/jobs?status=${status}&queue=${queue}`}
      aria-label={`${count} ${status} in ${queue}`}
      className="underline-offset-4 hover:underline"
    >
      <MovingNumber value={count} />
    </Link>
  );
}

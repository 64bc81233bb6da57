"use client";

import { useDroppable } from "@dnd-kit/core";
import { SortableContext, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { PRIORITIES, type Queue } from "@spool/contracts/job-states";
import { Button } from "@spool/ui/button";
import { cn } from "@spool/ui/class-names";
import { Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { maySteer } from "../../../../data/account/may-steer.ts";
import { jobTitle } from "../../../../data/jobs/stage-title.ts";
import type { Placement } from "../../../../data/queues/move-in-line-mutation.ts";
import type { PlaceInLine } from "../../../../data/queues/queue-order-query.ts";
import { queuesQuery } from "../../../../data/queues/queues-query.ts";
import { queueStatsQuery } from "../../../../data/stats/queue-stats-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { LineCard } from "./line-card.tsx";
import { LineCardMenu } from "./line-card-menu.tsx";
import { MOST_SHOWN_JOBS } from "./lines.ts";
import { QueueHeader } from "./queue-header.tsx";

interface QueueColumnProps {
  queue: Queue;
  /** Undefined while it is asked for. */
  line: readonly PlaceInLine[] | undefined;
  shownJobs: number;
  onShowMore: () => void;
  onMove: (placement: Placement, title: string) => void;
}

/** One queue: how full it is, whether it stands still and why, and whom it serves next in that order. */
export function QueueColumn({ queue, line, shownJobs, onShowMore, onMove }: QueueColumnProps) {
  const supabase = useSupabase();
  const account = useAccount();
  const { data: stats } = useQuery(queueStatsQuery(supabase));
  const { data: queues } = useQuery(queuesQuery(supabase));
  const { setNodeRef, isOver } = useDroppable({ id: `queue:${queue}` });
  const counts = stats?.by_queue[queue];
  const row = queues?.find(({ name }) => name === queue);
  const isPaused = row?.is_paused === true;

  return (
    <section
      aria-label={`Queue ${queue}`}
      data-queue={queue}
      data-paused={isPaused}
      className={cn(
        "flex min-w-0 flex-col overflow-hidden rounded-lg border bg-surface",
        isPaused && "hatched",
        isOver && "border-lamp-fill",
      )}
    >
      <QueueHeader queue={queue} row={row} counts={counts} />
      <div ref={setNodeRef} className="min-h-24 flex-1 border-t">
        {line === undefined ? (
          <Skeleton className="m-4 h-32" />
        ) : line.length === 0 ? (
          <p className="px-4 py-6 text-ink-soft">
            {counts !== undefined && counts.pending > 0
              ? `Nobody is in line. ${counts.pending.toLocaleString("en")} wait for a later time.`
              : "Nobody waits here."}
          </p>
        ) : (
          <>
            {!isPaused && line.every(({ expected_start_at }) => expected_start_at === null) && (
              <p className="border-b px-4 py-2 text-xs text-ink-soft">
                When they start cannot be told: no node takes work, or nothing was measured yet.
              </p>
            )}
            <SortableContext items={line.map(({ job_id }) => job_id)} strategy={verticalListSortingStrategy}>
              {PRIORITIES.map((priority) => {
                const jobs = line.filter((job) => job.priority === priority);
                return (
                  jobs.length > 0 && (
                    <div key={priority} className="border-t first:border-t-0">
                      <h3 className="px-4 pt-2 pb-0.5 text-2xs font-medium text-ink-faint">{priority}</h3>
                      <ol>
                        {jobs.map((job) => {
                          const isMovable = maySteer(account, job);
                          return (
                            <LineCard
                              key={job.job_id}
                              job={job}
                              isMovable={isMovable}
                              menu={
                                isMovable && (
                                  <LineCardMenu
                                    job={job}
                                    queue={queue}
                                    line={line}
                                    onMove={(placement) => onMove(placement, jobTitle(job))}
                                  />
                                )
                              }
                            />
                          );
                        })}
                      </ol>
                    </div>
                  )
                );
              })}
            </SortableContext>
          </>
        )}
        {line !== undefined && line.length >= shownJobs && shownJobs < MOST_SHOWN_JOBS && (
          <div className="border-t p-2 text-center">
            <Button variant="ghost" onClick={onShowMore}>
              Show more of the line
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}

import { JOB_STATUSES, QUEUES } from "@spool/contracts/job-states";
import type { JobFilter } from "../jobs/job-filter.ts";
import type { QueueStats } from "./queue-stats.ts";

/** How many jobs match, exactly and without counting rows, or null where the counters do not know. */
export function countMatching(stats: QueueStats, filter: JobFilter): number | null {
  if (filter.type.length > 0) return null;
  const statuses = filter.status.length > 0 ? filter.status : JOB_STATUSES;
  const queues = filter.queue.length > 0 ? filter.queue : QUEUES;
  let total = 0;
  for (const queue of new Set(queues)) {
    for (const status of new Set(statuses)) total += stats.by_queue[queue][status];
  }
  return total;
}

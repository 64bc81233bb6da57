import { JOB_STATUSES, QUEUES } from "@spool/contracts/job-states";
import { isFilteredOnlyBy, type JobFilter } from "../jobs/job-filter.ts";
import type { QueueStats } from "./queue-stats.ts";

/** How many jobs match, exactly and without counting rows, or null where the counters do not know. */
export function countMatching(stats: QueueStats, filter: JobFilter): number | null {
  if (isFilteredOnlyBy(filter, ["status", "priority"]) && filter.priority.length > 0) {
    const statuses = filter.status.length > 0 ? filter.status : JOB_STATUSES;
    return sum(
      [...new Set(filter.priority)].flatMap((priority) =>
        [...new Set(statuses)].map((status) => stats.by_priority[priority][status]),
      ),
    );
  }
  if (!isFilteredOnlyBy(filter, ["status", "queue"])) return null;
  const statuses = filter.status.length > 0 ? filter.status : JOB_STATUSES;
  const queues = filter.queue.length > 0 ? filter.queue : QUEUES;
  return sum(
    [...new Set(queues)].flatMap((queue) =>
      [...new Set(statuses)].map((status) => stats.by_queue[queue][status]),
    ),
  );
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

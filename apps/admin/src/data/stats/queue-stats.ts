import { JOB_STATUSES, PRIORITIES, QUEUES, type JobStatus } from "@spool/contracts/job-states";
import { z } from "zod";

const count = z.number().nonnegative();
const seconds = z.number().nonnegative();

const statusCounts = Object.fromEntries(JOB_STATUSES.map((status) => [status, count])) as Record<
  JobStatus,
  typeof count
>; // made from every status

const countsSchema = z.object({ ...statusCounts, total: count });

/** What `get_queue_stats()` answers. Counts only what the reader may see. */
export const queueStatsSchema = countsSchema.extend({
  by_queue: z.record(z.enum(QUEUES), countsSchema.extend({ oldest_waiting_age_seconds: seconds })),
  by_priority: z.record(z.enum(PRIORITIES), countsSchema),
  oldest_waiting_age_seconds: seconds,
  average_wait_seconds: seconds,
  average_run_seconds: seconds,
  completed_last_hour: count,
  failed_last_hour: count,
});
export type QueueStats = z.infer<typeof queueStatsSchema>;

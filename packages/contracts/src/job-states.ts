export const JOB_STATUSES = [
  "pending",
  "queued",
  "assigned",
  "processing",
  "paused",
  "completed",
  "failed",
  "cancelled",
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** In the order in which they are served. */
export const QUEUES = ["live", "default", "batch"] as const;
export type Queue = (typeof QUEUES)[number];

/** In the order in which they are served inside a queue. */
export const PRIORITIES = ["high", "medium", "low"] as const;
export type Priority = (typeof PRIORITIES)[number];

const FINISHED: ReadonlySet<JobStatus> = new Set(["completed", "failed", "cancelled"]);

/** Nothing will happen to the job again unless somebody retries it. */
export const isFinished = (status: JobStatus): boolean => FINISHED.has(status);

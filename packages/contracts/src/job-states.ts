import { z } from "zod";

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
export const jobStatusSchema = z.enum(JOB_STATUSES);
export type JobStatus = z.infer<typeof jobStatusSchema>;

/** In the order in which they are served. */
export const QUEUES = ["live", "default", "batch"] as const;
export const queueSchema = z.enum(QUEUES);
export type Queue = z.infer<typeof queueSchema>;

/** In the order in which they are served inside a queue. */
export const PRIORITIES = ["high", "medium", "low"] as const;
export const prioritySchema = z.enum(PRIORITIES);
export type Priority = z.infer<typeof prioritySchema>;

const FINISHED: ReadonlySet<JobStatus> = new Set(["completed", "failed", "cancelled"]);

/** Nothing will happen to the job again unless somebody retries it. */
export const isFinished = (status: JobStatus): boolean => FINISHED.has(status);

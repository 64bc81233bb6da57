import {
  JOB_STATUSES,
  PRIORITIES,
  QUEUES,
  type JobStatus,
  type Priority,
  type Queue,
} from "@spool/contracts/job-states";

type Counts = Record<JobStatus | "total", number>;

/** What `get_queue_stats()` answers. Counts only what the reader may see. */
export interface QueueStats extends Counts {
  by_queue: Record<Queue, Counts & { oldest_waiting_age_seconds: number }>;
  by_priority: Record<Priority, Counts>;
  oldest_waiting_age_seconds: number;
  average_wait_seconds: number;
  average_run_seconds: number;
  completed_last_hour: number;
  failed_last_hour: number;
}

const FIGURES = [
  "oldest_waiting_age_seconds",
  "average_wait_seconds",
  "average_run_seconds",
  "completed_last_hour",
  "failed_last_hour",
];

/** Throws an Error naming the first figure that is missing: the database is of another version than this console. */
export function readQueueStats(answer: unknown): QueueStats {
  requireNumbers(answer, "", [...JOB_STATUSES, "total", ...FIGURES]);
  for (const queue of QUEUES) {
    requireNumbers(answer, `by_queue.${queue}`, [...JOB_STATUSES, "total", "oldest_waiting_age_seconds"]);
  }
  for (const priority of PRIORITIES) {
    requireNumbers(answer, `by_priority.${priority}`, [...JOB_STATUSES, "total"]);
  }
  return answer as QueueStats; // every column of it was looked at
}

function requireNumbers(answer: unknown, path: string, names: readonly string[]): void {
  const parts = path === "" ? [] : path.split(".");
  const holder = parts.reduce<unknown>((held, part) => columnOf(held, part), answer);
  for (const name of names) {
    const value = columnOf(holder, name);
    if (typeof value === "number" && value >= 0) continue;
    throw new Error(`get_queue_stats answered without ${[...parts, name].join(".")}`);
  }
}

const columnOf = (holder: unknown, name: string): unknown =>
  typeof holder === "object" && holder !== null ? (holder as Record<string, unknown>)[name] : undefined; // an object has columns by name

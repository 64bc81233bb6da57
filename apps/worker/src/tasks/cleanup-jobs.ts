import { z } from "zod";
import type { Task } from "./task.ts";

/** Small enough that nobody waits for its locks. */
const BATCH_MAX = 500;

const removedSchema = z.object({
  jobs: z.number(),
  log_lines: z.number(),
  minutes: z.number(),
  schedule_runs: z.number(),
});

/** Removes, batch by batch, what has been kept for its time. */
export const cleanupJobs: Task = async ({ database, report }, signal) => {
  const total = { jobs: 0, log_lines: 0, minutes: 0, schedule_runs: 0 };
  for (;;) {
    signal.throwIfAborted();
    const { rows } = await database.query("select private.apply_retention($1) as removed", [BATCH_MAX]);
    const removed = removedSchema.parse(rows[0]?.["removed"]);
    total.jobs += removed.jobs;
    total.log_lines += removed.log_lines;
    total.minutes += removed.minutes;
    total.schedule_runs += removed.schedule_runs;
    if (removed.jobs < BATCH_MAX && removed.log_lines < BATCH_MAX) break;
    report.log("info", `Removed ${total.jobs} jobs and ${total.log_lines} lines of logs so far`);
  }
  return [
    `Removed ${total.jobs} jobs, ${total.log_lines} lines of logs, ${total.minutes} minutes of figures and ${total.schedule_runs} runs of schedules.`,
  ];
};

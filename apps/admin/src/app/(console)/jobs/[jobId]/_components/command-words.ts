import type { JobOrder } from "../../../../../data/jobs/command-job-mutation.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { stageTitle } from "../../../../../data/jobs/stage-title.ts";

/** What is said when the job has done as it was told. */
export function doneWords(order: JobOrder, jobType: string): string {
  switch (order.command) {
    case "pause":
      return "Paused";
    case "resume":
      return "Resumed";
    case "cancel":
      return "Cancelled";
    case "retry":
      return order.fromStage === null
        ? "To run again"
        : `To run again from ${stageTitle(jobType, order.fromStage).toLowerCase()}`;
    case "reprioritise":
      return `Priority is ${order.priority} now`;
    case "move_to_queue":
      return `Moved to queue ${order.queue}`;
    case "reorder":
      return "Moved in the line";
    case "remove":
      return "Removed";
  }
}

/** What could not be done, as the head of a refusal. */
export const refusedWords: Record<JobOrder["command"], string> = {
  pause: "The job could not be paused",
  resume: "The job could not be resumed",
  cancel: "The job could not be cancelled",
  retry: "The job could not be run again",
  reprioritise: "The priority could not be changed",
  move_to_queue: "The job could not be moved to another queue",
  reorder: "The job could not be moved in the line",
  remove: "The job could not be removed",
};

/** What takes an order back that is given to `job` as it stands now, or null where nothing does. */
export function undoOf(order: JobOrder, job: Pick<Job, "priority" | "queue" | "stage">): JobOrder | null {
  switch (order.command) {
    case "pause":
      return { command: "resume" };
    case "resume":
      return { command: "pause" };
    case "cancel":
      // What its finished stages left is kept, and it goes on after them.
      return { command: "retry", fromStage: job.stage };
    case "reprioritise":
      return { command: "reprioritise", priority: job.priority };
    case "move_to_queue":
      return { command: "move_to_queue", queue: job.queue };
    case "retry":
    case "reorder": // only who knows the line knows the way back
    case "remove":
      return null;
  }
}

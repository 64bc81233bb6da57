import type { BulkAction, BulkActionName } from "./bulk-actions-query.ts";

interface BulkWords {
  /** On a button. */
  verb: string;
  doing: string;
  done: string;
  canUndo: boolean;
  /** What is lost cannot be had again. */
  isDangerous: boolean;
}

export const BULK_WORDS: Record<BulkActionName, BulkWords> = {
  pause: { verb: "Pause", doing: "Pausing", done: "Paused", canUndo: true, isDangerous: false },
  resume: { verb: "Resume", doing: "Resuming", done: "Resumed", canUndo: true, isDangerous: false },
  cancel: { verb: "Cancel", doing: "Cancelling", done: "Cancelled", canUndo: false, isDangerous: true },
  retry: { verb: "Retry", doing: "Retrying", done: "Retried", canUndo: false, isDangerous: false },
  reprioritise: {
    verb: "Set priority of",
    doing: "Setting the priority of",
    done: "Set the priority of",
    canUndo: true,
    isDangerous: false,
  },
  move_to_queue: { verb: "Move", doing: "Moving", done: "Moved", canUndo: true, isDangerous: false },
  reorder: { verb: "Reorder", doing: "Reordering", done: "Reordered", canUndo: false, isDangerous: false },
  remove: { verb: "Remove", doing: "Removing", done: "Removed", canUndo: false, isDangerous: true },
};

export const jobsInWords = (count: number): string =>
  `${count.toLocaleString("en")} ${count === 1 ? "job" : "jobs"}`;

/** Where an action is, in a sentence. */
export function bulkSentence(action: BulkAction): string {
  const { doing, done } = BULK_WORDS[action.action];
  const what = action.undoes === null ? "" : action.status === "running" ? "Undoing. " : "Undone. ";
  if (action.status === "running")
    return `${what}${doing} ${action.done_count.toLocaleString("en")} of ${jobsInWords(action.total_count)}`;
  const left = action.done_count - action.changed_count;
  const end =
    action.status === "stopped"
      ? `, stopped after ${action.done_count.toLocaleString("en")} of ${action.total_count.toLocaleString("en")}`
      : "";
  const skipped = left > 0 ? `, left ${left.toLocaleString("en")} as they were` : "";
  const more = action.has_more ? ". There are more: do it again for the rest" : "";
  return `${what}${done} ${jobsInWords(action.changed_count)}${skipped}${end}${more}`;
}

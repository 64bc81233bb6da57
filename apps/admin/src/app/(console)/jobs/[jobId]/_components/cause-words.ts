import { z } from "zod";
import type { EventRow } from "../../../../../data/job-activity/activity-queries.ts";
import { stageTitle } from "../../../../../data/jobs/stage-title.ts";

/** Causes of the table of legal moves, and of changes that are no moves, as people say them. */
const WORDS: Readonly<Record<string, string>> = {
  insert: "submitted",
  due: "due",
  claim: "taken by a node",
  start: "started",
  complete: "finished",
  fail: "failed for good",
  retry: "failed, to be tried again",
  hand_back: "handed back by a node that stops",
  node_lost: "the node was lost",
  cancel: "cancelled",
  pause: "paused",
  resume: "resumed",
  manual_retry: "retried by hand",
  reprioritise: "priority changed",
  move_to_queue: "moved to another queue",
  reorder: "moved in the line",
  age: "raised for having waited long",
};

const changeSchema = z.object({ from: z.string(), to: z.string() });
const CHANGES_OF_CLASS: readonly string[] = ["reprioritise", "move_to_queue", "age"];
const retrySchema = z.object({ from_stage: z.string() });

/** A cause that this console does not know is shown as it is called. */
export function causeWords({ cause, detail }: Pick<EventRow, "cause" | "detail">, jobType: string): string {
  const words = WORDS[cause] ?? cause.replaceAll("_", " ");
  const change = changeSchema.safeParse(detail);
  if (change.success && CHANGES_OF_CLASS.includes(cause)) {
    return `${words}: ${change.data.from} to ${change.data.to}`;
  }
  const retry = retrySchema.safeParse(detail);
  return retry.success ? `${words}, from ${stageTitle(jobType, retry.data.from_stage).toLowerCase()}` : words;
}

/** Causes of the table of legal moves, as people say them. */
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
};

/** A cause that this console does not know is shown as it is called. */
export const causeWords = (cause: string): string => WORDS[cause] ?? cause.replaceAll("_", " ");

import { expect, test } from "vitest";
import { causeWords } from "./cause-words.ts";

test.each<[cause: string, detail: Record<string, string>, words: string]>([
  ["node_lost", { category: "NODE_LOST" }, "the node was lost"],
  ["reprioritise", { from: "low", to: "high" }, "priority changed: low to high"],
  ["move_to_queue", { from: "default", to: "live" }, "moved to another queue: default to live"],
  ["age", { from: "low", to: "medium" }, "raised for having waited long: low to medium"],
  ["reorder", { from: "1", to: "0.5", before: "0198" }, "moved in the line"],
  ["manual_retry", {}, "retried by hand"],
  ["manual_retry", { from_stage: "render" }, "retried by hand, from render"],
  ["of_a_newer_version", {}, "of a newer version"],
])("%s with %o reads %s", (cause, detail, words) => {
  expect(causeWords({ cause, detail }, "doubt")).toBe(words);
});

import { expect, test } from "vitest";
import { allowedCommands, type Transition } from "./transitions-query.ts";

const move = (from_status: string | null, cause: string): Transition =>
  ({ from_status, to_status: "pending", cause }) as Transition; // null is the insert

const TRANSITIONS = [
  move(null, "insert"),
  move("processing", "complete"),
  move("processing", "cancel"),
  move("processing", "pause"),
  move("paused", "resume"),
  move("paused", "cancel"),
  move("failed", "manual_retry"),
];

test.each([
  ["queued", ["reprioritise", "move_to_queue", "reorder"]],
  ["processing", ["pause", "cancel", "reprioritise", "move_to_queue"]],
  ["paused", ["resume", "cancel", "reprioritise", "move_to_queue", "reorder"]],
  ["failed", ["retry", "remove"]],
  ["completed", ["remove"]],
] as const)("a %s job offers %o", (status, commands) => {
  expect([...allowedCommands(TRANSITIONS, { status, job_type: "doubt" })]).toEqual(commands);
});

test("a type that this console does not know cannot be paused, but it can be cancelled", () => {
  const commands = allowedCommands(TRANSITIONS, { status: "processing", job_type: "from_tomorrow" });

  expect(commands.has("pause")).toBe(false);
  expect(commands.has("cancel")).toBe(true);
});

test("nothing is offered while the legal moves are not known", () => {
  expect(allowedCommands([], { status: "failed", job_type: "doubt" }).size).toBe(0);
});

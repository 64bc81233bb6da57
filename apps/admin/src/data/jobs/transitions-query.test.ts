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
  ["processing", ["pause", "cancel"]],
  ["paused", ["resume", "cancel"]],
  ["failed", ["retry"]],
  ["completed", []],
] as const)("a %s job offers %o", (status, commands) => {
  expect(allowedCommands(TRANSITIONS, { status, job_type: "doubt" })).toEqual(commands);
});

test("a type that this console does not know cannot be paused, but it can be cancelled", () => {
  expect(allowedCommands(TRANSITIONS, { status: "processing", job_type: "from_tomorrow" })).toEqual([
    "cancel",
  ]);
});

test("nothing is offered while the legal moves are not known", () => {
  expect(allowedCommands([], { status: "failed", job_type: "doubt" })).toEqual([]);
});

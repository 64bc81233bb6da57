import { expect, test } from "vitest";
import type { JobInLine } from "./line-query.ts";
import { backToPlace, peersOf, toTheFront } from "./place-in-line.ts";

const inLine = (job_id: string, priority: "high" | "medium" = "medium") =>
  ({ job_id, priority }) as JobInLine; // the rest is not read
const LINE = [inLine("urgent", "high"), inLine("a"), inLine("b"), inLine("c")];
const job = (id: string) => ({ id, priority: "medium" as const });

test("the front is before the first of the same priority, not of the queue", () => {
  expect(toTheFront(LINE, job("c"))).toEqual({ command: "reorder", place: "before", anchorId: "a" });
});

test("whoever is first, or alone, cannot be moved to the front", () => {
  expect(toTheFront(LINE, job("a"))).toBeNull();
  expect(toTheFront([], job("a"))).toBeNull();
});

test("a job that waits but is not in line yet can be put before the first", () => {
  expect(toTheFront(LINE, job("scheduled"))).toMatchObject({ anchorId: "a" });
  expect(backToPlace(LINE, job("scheduled"))).toBeNull();
});

test.each([
  ["a", { place: "before", anchorId: "b" }],
  ["b", { place: "before", anchorId: "c" }],
  ["c", { place: "after", anchorId: "b" }],
])("%s goes back beside whoever stood beside it", (id, order) => {
  expect(backToPlace(LINE, job(id))).toMatchObject(order);
});

test("the others are those of the same priority", () => {
  expect(peersOf(LINE, job("b")).map(({ job_id }) => job_id)).toEqual(["a", "c"]);
});

import { expect, test } from "vitest";
import type { PlaceInLine } from "../../../../data/queues/queue-order-query.ts";
import { placementBetween, queueOf, stepsOf, wayBack, withJobAt, type Lines } from "./lines.ts";

const place = (job_id: string, priority: PlaceInLine["priority"]): PlaceInLine => ({
  job_id,
  priority,
  place: 1,
  project_id: "p",
  job_type: "doubt",
  title: job_id,
  status: "queued",
  expected_start_at: null,
});

const lines: Lines = {
  live: [],
  default: [place("h1", "high"), place("m1", "medium"), place("m2", "medium"), place("m3", "medium")],
  batch: [place("bm", "medium"), place("bl", "low")],
};
const moved = (jobId: string, queue: keyof Lines, index: number) =>
  placementBetween(lines, withJobAt(lines, jobId, queue, index), jobId);

test.each([
  ["dropped where it was", moved("m2", "default", 2), null],
  [
    "up, before a job of its priority",
    moved("m3", "default", 1),
    { kind: "reorder", jobId: "m3", side: "before", anchorId: "m1" },
  ],
  [
    "to the end, after one of its priority",
    moved("m1", "default", 3),
    { kind: "reorder", jobId: "m1", side: "after", anchorId: "m3" },
  ],
  [
    "above a job of higher priority",
    moved("m3", "default", 0),
    { kind: "other priority", jobId: "m3", from: "medium", priority: "high" },
  ],
  [
    "among jobs of lower priority",
    moved("h1", "default", 2),
    { kind: "other priority", jobId: "h1", from: "high", priority: "medium" },
  ],
  ["into an empty queue", moved("m1", "live", 0), { kind: "queue", jobId: "m1", queue: "live" }],
  [
    "into another queue beside its like",
    moved("m1", "batch", 1),
    { kind: "queue", jobId: "m1", queue: "batch", side: "after", anchorId: "bm" },
  ],
  [
    "into another queue among others",
    moved("h1", "batch", 1),
    { kind: "queue", jobId: "h1", queue: "batch" },
  ],
])("a job %s", (_case, placement, expected) => {
  expect(placement).toEqual(expected);
});

test("a job that is not shown any more is moved nowhere", () => {
  expect(queueOf(lines, "gone")).toBeNull();
  expect(withJobAt(lines, "gone", "live", 0)).toBe(lines);
  expect(placementBetween(lines, lines, "gone")).toBeNull();
});

test("steps stay inside a priority, and the first and the last have none beyond", () => {
  expect(stepsOf(lines.default, "h1")).toEqual({ top: null, up: null, down: null, bottom: null });
  expect(stepsOf(lines.default, "m1")).toEqual({
    top: null,
    up: null,
    down: { kind: "reorder", jobId: "m1", side: "after", anchorId: "m2" },
    bottom: { kind: "reorder", jobId: "m1", side: "after", anchorId: "m3" },
  });
});

test.each([
  ["a reorder", { kind: "reorder", jobId: "m2", side: "before", anchorId: "m1" } as const, "before"],
  [
    "a reorder of the last",
    { kind: "reorder", jobId: "m3", side: "before", anchorId: "m1" } as const,
    "after",
  ],
])("%s is taken back by its former neighbour", (_case, placement, side) => {
  expect(wayBack(lines, placement)).toMatchObject({ kind: "reorder", side });
});

test("a change of queue or of priority is taken back to the former one", () => {
  expect(wayBack(lines, { kind: "queue", jobId: "bm", queue: "live" })).toEqual({
    kind: "queue",
    jobId: "bm",
    queue: "batch",
  });
  expect(wayBack(lines, { kind: "priority", jobId: "h1", priority: "low" })).toEqual({
    kind: "priority",
    jobId: "h1",
    priority: "high",
  });
});

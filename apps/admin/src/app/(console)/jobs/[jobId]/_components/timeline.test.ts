import { expect, test } from "vitest";
import { toTimeline } from "./timeline.ts";

const START = "2026-11-22T10:00:00.000Z";
const at = (seconds: number) => new Date(Date.parse(START) + seconds * 1_000).toISOString();
const nowMs = (seconds: number) => Date.parse(START) + seconds * 1_000;

const stage = (
  name: string,
  status: "pending" | "running" | "completed" | "failed",
  startedSeconds: number | null,
  finishedSeconds: number | null,
  progress_ratio = 0,
) => ({
  stage: name,
  status,
  ordinal: 1,
  progress_ratio,
  started_at: startedSeconds === null ? null : at(startedSeconds),
  finished_at: finishedSeconds === null ? null : at(finishedSeconds),
});

test("a job that has not begun shows its stages as waiting", () => {
  const steps = toTimeline({ job_type: "doubt", status: "queued", finished_at: null }, [], nowMs(0));

  expect(steps.map(({ name, state }) => [name, state])).toEqual([
    ["script", "waiting"],
    ["narrate", "waiting"],
    ["render", "waiting"],
    ["package", "waiting"],
  ]);
});

test("bars lie where the time went, and the running one grows to now", () => {
  const steps = toTimeline(
    { job_type: "doubt", status: "processing", finished_at: null },
    [
      stage("script", "completed", 0, 1),
      stage("narrate", "completed", 1, 4),
      stage("render", "running", 4, null, 0.62),
    ],
    nowMs(10),
  );

  expect(steps[1]).toMatchObject({
    state: "completed",
    durationSeconds: 3,
    offsetRatio: 0.1,
    widthRatio: 0.3,
    ratio: 1,
  });
  expect(steps[2]).toMatchObject({ state: "running", durationSeconds: 6, offsetRatio: 0.4, ratio: 0.62 });
  expect(steps[2]?.widthRatio).toBeCloseTo(0.6);
  expect(steps[3]).toMatchObject({ state: "waiting", durationSeconds: null });
});

test("a stage left running by a job that failed is where it failed, and its clock has stopped", () => {
  const steps = toTimeline(
    { job_type: "doubt", status: "failed", finished_at: at(5) },
    [stage("script", "completed", 0, 1), stage("narrate", "running", 1, null)],
    nowMs(500),
  );

  expect(steps[1]).toMatchObject({ state: "failed", durationSeconds: 4 });
});

test("a stage that the catalogue does not know is shown under its own name", () => {
  const steps = toTimeline(
    { job_type: "from_tomorrow", status: "completed", finished_at: at(2) },
    [stage("dream", "completed", 0, 2)],
    nowMs(9),
  );

  expect(steps).toMatchObject([{ name: "dream", title: "dream", durationSeconds: 2, widthRatio: 1 }]);
});

test("a stage too short to see still has a bar inside the line", () => {
  const steps = toTimeline(
    { job_type: "doubt", status: "completed", finished_at: at(100) },
    [stage("script", "completed", 0, 0), stage("package", "completed", 100, 100)],
    nowMs(100),
  );

  for (const step of steps.filter(({ state }) => state === "completed")) {
    expect(step.widthRatio).toBeGreaterThan(0);
    expect(step.offsetRatio + step.widthRatio).toBeLessThanOrEqual(1);
  }
});

import { expect, test } from "vitest";
import { hearProgress, projectRatio, secondsLeft, type Motion } from "./progress-projection.ts";

const hear = (...heard: [ratio: number, atMs: number][]): Motion => {
  let motion: Motion | null = null;
  for (const [ratio, atMs] of heard) motion = hearProgress(motion, ratio, atMs);
  if (motion === null) throw new Error("nothing was heard");
  return motion;
};

test("a bar of which one thing is known stands still", () => {
  const motion = hear([0.3, 0]);

  expect(projectRatio(motion, 5_000)).toBe(0.3);
  expect(secondsLeft(motion, 5_000)).toBeNull();
});

test("between updates the bar goes on at its own speed, and stops when no news comes", () => {
  const motion = hear([0.1, 0], [0.2, 1_000]);

  expect(projectRatio(motion, 1_500)).toBeCloseTo(0.25);
  expect(projectRatio(motion, 60_000)).toBeCloseTo(0.4);
  expect(secondsLeft(motion, 1_000)).toBeCloseTo(8);
});

test("the bar does not reach the end before the job does", () => {
  expect(projectRatio(hear([0.5, 0], [0.9, 1_000]), 2_000)).toBe(0.99);
  expect(projectRatio(hear([0.5, 0], [1, 1_000]), 2_000)).toBe(1);
});

test("the same news twice, or news out of order, changes nothing", () => {
  const motion = hear([0.1, 0], [0.2, 1_000]);

  expect(hearProgress(motion, 0.2, 4_000)).toBe(motion);
  expect(hearProgress(motion, 0.3, 1_000)).toBe(motion);
});

test("a job that starts again starts from its new place without speed", () => {
  expect(hearProgress(hear([0.1, 0], [0.8, 1_000]), 0, 2_000)).toEqual({
    ratio: 0,
    heardAtMs: 2_000,
    ratioPerSecond: 0,
  });
});

test("one fast second does not turn the estimate over", () => {
  const motion = hear([0, 0], [0.01, 1_000], [0.02, 2_000], [0.12, 3_000]);

  expect(motion.ratioPerSecond).toBeGreaterThan(0.01);
  expect(motion.ratioPerSecond).toBeLessThan(0.06);
});

import { expect, test } from "vitest";
import { axisDuration, countTicks, durationTicks, timeTicks } from "./chart-time.ts";

const moments = (count: number, stepMs: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    new Date(new Date(2026, 2, 1, 0, 0).getTime() + index * stepMs).toISOString(),
  );

test.each([
  ["1h", 60, 60_000, 5],
  ["24h", 48, 1_800_000, 5],
  ["7d", 84, 7_200_000, 6],
] as const)(
  "a chart of %s has its times under whole stretches of the reader's clock",
  (range, count, stepMs, ticks) => {
    const shown = timeTicks(moments(count, stepMs), range).map((moment) => new Date(moment));

    expect(shown).toHaveLength(ticks);
    if (range === "24h") expect(shown.map((at) => at.getHours())).toEqual([4, 8, 12, 16, 20]);
    if (range === "7d") expect(new Set(shown.map((at) => at.getHours()))).toEqual(new Set([0]));
  },
);

test("without buckets there are no times", () => {
  expect(timeTicks([], "24h")).toEqual([]);
});

test.each([
  [0, [0, 0.5]],
  [1.9, [0, 0.5, 1, 1.5, 2]],
  [41, [0, 15, 30, 45]],
  [240, [0, 60, 120, 180, 240]],
  [3_601, [0, 1_800, 3_600, 5_400]],
])("an axis up to %d s has the steps %o", (maxSeconds, steps) => {
  expect(durationTicks(maxSeconds)).toEqual(steps);
});

test("an axis of months still has an end", () => {
  expect(durationTicks(40 * 86_400).at(-1)).toBeGreaterThanOrEqual(40 * 86_400);
});

test.each([
  [0, "0"],
  [0.5, "0.5 s"],
  [90, "1.5 m"],
  [7_200, "2 h"],
  [172_800, "2 d"],
])("%d s on an axis is %o", (seconds, words) => {
  expect(axisDuration(seconds)).toBe(words);
});

test.each([
  [0, [0, 1]],
  [3, [0, 1, 2, 3]],
  [21, [0, 10, 20, 30]],
  [34.2, [0, 10, 20, 30, 40]],
  [1_234, [0, 500, 1_000, 1_500]],
])("an axis up to %d jobs has the steps %o", (most, steps) => {
  expect(countTicks(most)).toEqual(steps);
});

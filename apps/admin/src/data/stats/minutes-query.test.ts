import { expect, test } from "vitest";
import { finishedByMinute } from "./minutes-query.ts";

const now = Date.parse("2026-01-01T12:00:30Z");
const row = (minute: string, completed: number, failed = 0, queue: "live" | "batch" = "live") => ({
  minute,
  queue,
  completed,
  failed,
});

test("projects add up in their minute, and the present minute is the last", () => {
  const series = finishedByMinute(
    [row("2026-01-01T12:00:00Z", 2, 1), row("2026-01-01T12:00:00Z", 4), row("2026-01-01T11:59:00Z", 1)],
    "live",
    now,
  );

  expect(series).toHaveLength(60);
  expect(series.slice(-2)).toEqual([1, 7]);
});

test("what is older than an hour, of another queue, or from a clock ahead is left out", () => {
  const rows = [
    row("2026-01-01T11:00:00Z", 1),
    row("2026-01-01T12:00:00Z", 1, 0, "batch"),
    row("2026-01-01T12:05:00Z", 1),
  ];

  expect(finishedByMinute(rows, "live", now).every((count) => count === 0)).toBe(true);
});

import { expect, test } from "vitest";
import type { LogRow } from "../../../../../data/job-activity/log-page.ts";
import { filterLines } from "./log-filter.ts";

const line = (
  id: number,
  level: LogRow["level"],
  message: string,
  fields: LogRow["fields"] = {},
): LogRow => ({
  id,
  job_id: "job",
  attempt_id: "attempt",
  level,
  stage: id % 2 === 0 ? "render" : null,
  message,
  fields,
  logged_at: "2026-11-22T09:00:00Z",
});

const LINES = [
  line(1, "info", "Wrote the script"),
  line(2, "warn", "A word was left out", { word: "Zyzzyva" }),
  line(3, "error", "Failed"),
];
const ids = (levels: LogRow["level"][], text: string) =>
  filterLines(LINES, { levels, text }).map(({ id }) => id);

test("without a filter the same lines come back", () => {
  expect(filterLines(LINES, { levels: [], text: "  " })).toBe(LINES);
});

test.each([
  [["warn", "error"], "", [2, 3]],
  [[], "SCRIPT", [1]],
  [[], "zyzzyva", [2]],
  [[], "render", [2]],
  [["error"], "script", []],
] as const)("levels %o and text %j leave %o", (levels, text, left) => {
  expect(ids([...levels], text)).toEqual(left);
});

test("a hundred thousand lines are filtered in a moment", () => {
  const many = Array.from({ length: 100_000 }, (_, id) => line(id, "info", `Frame ${id} was drawn`));
  const startedMs = performance.now();

  expect(filterLines(many, { levels: ["info"], text: "frame 99999" })).toHaveLength(1);

  expect(performance.now() - startedMs).toBeLessThan(500);
});

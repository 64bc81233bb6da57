import { expect, test } from "vitest";
import { KEPT_LINES, mergeById } from "./merge-by-id.ts";

const lines = (...ids: number[]) => ids.map((id) => ({ id }));

test.each([
  [[], [], []],
  [[], [1, 2], [1, 2]],
  [
    [1, 2],
    [3, 4],
    [1, 2, 3, 4],
  ],
  [
    [1, 2, 3],
    [2, 3, 4],
    [1, 2, 3, 4],
  ],
  [
    [3, 4],
    [1, 2, 3],
    [1, 2, 3, 4],
  ],
  [
    [1, 4],
    [3, 2],
    [1, 2, 3, 4],
  ],
])("lines %o and %o become %o", (held, arrived, merged) => {
  expect(mergeById(lines(...held), lines(...arrived))).toEqual(lines(...merged));
});

test("an event that is delivered twice changes nothing", () => {
  const held = lines(1, 2, 3);

  expect(mergeById(held, lines(2, 3))).toBe(held);
  expect(mergeById(held, [])).toBe(held);
});

test("a log that never ends keeps its newest lines", () => {
  const merged = mergeById(
    Array.from({ length: KEPT_LINES }, (_, id) => ({ id })),
    lines(KEPT_LINES, KEPT_LINES + 1),
  );

  expect(merged).toHaveLength(KEPT_LINES);
  expect(merged.at(-1)?.id).toBe(KEPT_LINES + 1);
});

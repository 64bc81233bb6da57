import { expect, test } from "vitest";
import { matchGlyphs } from "./match-glyphs.ts";

test("what keeps its order keeps its identity, and what changes sides is found again", () => {
  // x + 3 = 7  →  x = 7 − 3
  expect(matchGlyphs(["x", "+", "3", "=", "7"], ["x", "=", "7", "-", "3"])).toEqual([0, 3, 4, null, 2]);
});

test.each([
  [[], ["x"], [null]],
  [["x"], [], []],
  [
    ["x", "x"],
    ["x", "x", "x"],
    [0, 1, null],
  ],
])("%j becomes %j", (before, after, expected) => {
  expect(matchGlyphs(before, after)).toEqual(expected);
});

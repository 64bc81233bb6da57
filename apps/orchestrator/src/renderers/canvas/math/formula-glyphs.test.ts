import { shortStoryboard } from "../../../test-support/short-storyboard.ts";
import { expect, test } from "vitest";
import { readFormula } from "./formula-glyphs.ts";
import { formulaProblems } from "./formula-problems.ts";

test("a formula becomes glyphs, each with the place that it has in it", () => {
  const { formula } = readFormula("x^2 = 4");

  // Italic x, 2, =, 4, as MathJax names them.
  expect(formula?.glyphs.map(({ key }) => key)).toEqual(["1D465", "32", "3D", "34"]);
  const lefts = formula?.glyphs.map(({ matrix }) => matrix[4]) ?? [];
  expect(lefts).toEqual([...lefts].sort((a, b) => a - b));
  expect(formula?.equalsX).toBe(lefts[2]);
});

test.each(["\\frac{1}{2", "", "\\nosuchthing", "x".repeat(3) + "}", "\\def\\a{\\a\\a}\\a"])(
  "%j is told to be no formula, and nothing is thrown",
  (tex) => {
    const { formula, problem } = readFormula(tex);
    expect(formula).toBeNull();
    expect(problem).toMatch(/./);
  },
);

test("a broken formula is told by its text", () => {
  const [scene] = shortStoryboard().scenes;
  if (scene === undefined) throw new Error("The storyboard has scenes");
  const content = {
    kind: "formula" as const,
    heading: null,
    steps: [
      { tex: "\\sqrt{", note: null },
      { tex: "x", note: null },
    ],
  };

  expect(formulaProblems({ scenes: [{ ...scene, content }] })).toEqual([expect.stringContaining("\\sqrt{")]);
});

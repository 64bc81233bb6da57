import { expect, test } from "vitest";
import { readableMath } from "../blocks/inline-math.ts";
import { formulaSteps } from "./formula-steps.ts";
import { parseMath } from "./parse-math.ts";

test.each([
  [
    "x = \\frac{-b \\pm \\sqrt{b^2-4dc}}{2d}",
    "x = (−b ± √(b² − 4dc))/(2d)",
    "x equals minus b plus or minus the square root of b squared minus 4 d c, all over 2 d",
  ],
  ["E=mc^2", "E = mc²", "E equals m c squared"],
  ["\\int_0^1 x^2\\,dx", "∫0¹ x² dx", "the integral from 0 to 1 of x squared d x"],
  ["H_2O", "H2O", "H 2 O"],
  ["\\ce{2H2 + O2 -> 2H2O}", "2 H2 + O2 ⟶ 2 H2O", "2 H 2 plus O 2 gives 2 H 2 O"],
  ["\\frac{1}{2}", "1/2", "one half"],
  ["\\frac{b}{a}x", "(b/a)x", "b over ay x"],
  ["\\frac{1}{2}(x + 1)", "(1/2)(x + 1)", "one half, x plus 1"],
])("%s is written and said", (tex, text, spoken) => {
  expect(readableMath(tex)).toEqual({ text, spoken });
});

test.each([
  ["hi", "x का वर्ग धन y बराबर 4"],
  ["es", "x al cuadrado más y es igual a 4"],
  ["fr", "x au carré plus y égale 4"],
  ["de", "x Quadrat plus y gleich 4"],
  ["ar", "x تربيع زائد y يساوي 4"],
  ["zh", "x 的平方 加 y 等于 4"],
  ["sw", "x squared plus y equals 4"],
])("in %s a formula is said in its words", (language, spoken) => {
  expect(readableMath("x^2 + y = 4", language).spoken).toBe(spoken);
});

test.each(["\\frac{a}{", "a^{2", "\\nosuchcommand x", "{", "x".repeat(3_000)])(
  "%j is not LaTeX, and the problem is told in words",
  (tex) => {
    expect(parseMath(tex)).toMatchObject({ problem: expect.stringMatching(/\w+ \w+/) as string });
  },
);

test.each([
  ["\\begin{align} a &= b + 1 \\\\ &= c \\end{align}", ["a = b + 1", "a = c"]],
  ["(a+b)^2 = (a+b)(a+b) = a^2 + 2ab + b^2", ["(a+b)^2 = (a+b)(a+b)", "(a+b)^2 = a^2 + 2ab + b^2"]],
  ["a = b", ["a = b"]],
  ["\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", ["\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}"]],
])("%s has the steps %j", (tex, steps) => {
  expect(formulaSteps(tex)).toEqual(steps);
});

test("a formula defines nothing and includes nothing", () => {
  for (const tex of ["\\def\\a{x}", "\\newcommand{\\a}{x}", "\\require{html}", "\\href{javascript:1}{x}"]) {
    expect(parseMath(tex)).toHaveProperty("problem");
  }
});

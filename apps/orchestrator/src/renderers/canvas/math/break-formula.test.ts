import fc from "fast-check";
import { expect, test } from "vitest";
import { lineOf, termsOf } from "./break-formula.ts";
import { readFormula } from "./formula-glyphs.ts";

test.each([
  ["a sum", "a = b + c - d", ["a ", "= b ", "+ c ", "- d"]],
  ["a sign that belongs to its number", "x = -1 + y^-2 \\cdot -3", ["x ", "= -1 ", "+ y^-2 ", "\\cdot -3"]],
  ["what stands in brackets", "f(a + b) = (c - d) + e", ["f(a + b) ", "= (c - d) ", "+ e"]],
  ["brackets that hold everything", "(a + b)", ["(a ", "+ b)"]],
  ["brackets that cannot be parted", "\\left(a + b\\right)", ["\\left(a + b\\right)"]],
  ["a fraction", "\\frac{a + b}{c - d}", ["\\frac{a + b}{c - d}"]],
  ["a fraction over the whole line", "a + b \\over c", ["a + b \\over c"]],
  ["words", "\\text{rate = a + b} \\to 0", ["\\text{rate = a + b} ", "\\to 0"]],
  ["a matrix", "\\begin{pmatrix} a + b & c \\end{pmatrix}", ["\\begin{pmatrix} a + b & c \\end{pmatrix}"]],
  ["no LaTeX", "\\frac{a + ", ["\\frac{a + "]],
])("%s is broken where a line may begin, and nowhere else", (_what, tex, terms) => {
  expect(termsOf(tex)).toEqual(terms);
});

test("the terms together are the formula, and any run of them can be set", () => {
  const atoms = fc.constantFrom("x", "2", "\\frac{a}{b}", "\\sqrt{x + 1}", "(y - z)", "\\sin t", "e^{-x}");
  const operators = fc.constantFrom(" + ", " - ", "=", "\\le ", "\\cdot ", " \\Rightarrow ");
  const formulas = fc.array(fc.tuple(operators, atoms), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(atoms, formulas, fc.nat(), (first, rest, seed) => {
      const tex = first + rest.map((pair) => pair.join("")).join("");

      const terms = termsOf(tex);

      expect(terms).toHaveLength(rest.length + 1);
      expect(terms.join("")).toBe(tex);
      const from = seed % terms.length;
      expect(readFormula(lineOf(terms, from, terms.length)).problem).toBeNull();
    }),
    { numRuns: 60 },
  );
});

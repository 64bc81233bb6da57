import fc from "fast-check";
import { expect, test } from "vitest";
import { readFormula } from "./formula-glyphs.ts";
import { nameParts } from "./name-parts.ts";

const LONG = "a + b + c + d + e";

test.each([
  ["a fraction", `x = \\frac{${LONG}}{f + g + h + k}`, "x = \\frac{A}{B}", [LONG, "f + g + h + k"]],
  ["the larger part of one", `\\dfrac{${LONG}}{2}`, "\\dfrac{A}{2}", [LONG]],
  ["a root", `y = \\sqrt[3]{${LONG}}`, "y = \\sqrt[3]{A}", [LONG]],
  ["large brackets", `\\left[${LONG}\\right]^2`, "\\left[A\\right]^2", [LONG]],
  ["an exponent", `e^{-(${LONG})}`, "e^{A}", [`-(${LONG})`]],
  ["a fraction in a group", `{\\frac{${LONG}}{2}}`, "{\\frac{A}{2}}", [LONG]],
  [
    "the outermost of several",
    `\\frac{\\frac{${LONG}}{2} + 1}{3}`,
    "\\frac{A}{3}",
    [`\\frac{${LONG}}{2} + 1`],
  ],
])("%s has its large parts named", (_what, tex, formula, parts) => {
  expect(nameParts(tex, tex)).toEqual({
    formula,
    definitions: parts.map((part, at) => `${"AB".charAt(at)} = ${part}`),
  });
});

test.each([
  ["small parts", "\\frac{a}{b} + \\sqrt{2}"],
  ["words", "\\text{rate of {change} in one year}"],
  ["a matrix", "\\begin{pmatrix} \\frac{a + b + c + d}{e} & b \\\\ c & d \\end{pmatrix}"],
  ["no LaTeX", "\\frac{a + b + c + d"],
])("%s are left as they are", (_what, tex) => {
  expect(nameParts(tex, tex)).toBeNull();
});

test("no letter that is there already becomes a name, and where none is left nothing is named", () => {
  const tex = "\\frac{A + B + a + b + c}{2}";

  expect(nameParts(tex, `${tex} C \\Delta`)?.formula).toBe("\\frac{D}{2}");
  expect(nameParts(tex, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")).toBeNull();
});

test("put back, the parts are the formula, and each of them can be set", () => {
  const atoms = fc.constantFrom("x", "2y", "\\sin t", "(a - b)", "\\alpha_{1}", "\\text{if } n", "z^{2}");
  const sums = fc.array(atoms, { minLength: 1, maxLength: 7 }).map((terms) => terms.join(" + "));
  const { formula: formulas } = fc.letrec<{ formula: string }>((tie) => ({
    formula: fc.oneof(
      { depthSize: "small" },
      sums,
      fc.tuple(tie("formula"), tie("formula")).map(([over, under]) => `\\frac{${over}}{${under}}`),
      tie("formula").map((inner) => `1 + \\sqrt{${inner}}`),
      tie("formula").map((inner) => `\\left(${inner}\\right)^{-1}`),
    ),
  }));
  fc.assert(
    fc.property(formulas, (tex) => {
      const named = nameParts(tex, tex);
      if (named === null) return;

      let whole = named.formula;
      for (const definition of named.definitions) {
        expect(readFormula(definition).problem).toBeNull();
        // A function: `$` in a replacement has a meaning.
        whole = whole.replace(definition.charAt(0), () => definition.slice(4));
      }
      expect(whole).toBe(tex);
    }),
    { numRuns: 80 },
  );
});

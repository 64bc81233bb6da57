import { readFormula } from "./formula-glyphs.ts";

const TOKENS = /\\[A-Za-z]+\*?|\\.|\s+|./gsu;
/** A line may begin with any of these: what comes before it and after it stands on its own. */
const OPERATORS = new Set(
  "= < > + - − × · ± ≤ ≥ ≠ ≈ → ⇒ \\pm \\mp \\times \\cdot \\div \\le \\leq \\ge \\geq \\lt \\gt \\ne \\neq \\approx \\equiv \\sim \\simeq \\cong \\propto \\to \\rightarrow \\Rightarrow \\Leftrightarrow \\iff \\implies \\mapsto \\in \\cup \\cap \\wedge \\vee \\land \\lor".split(
    " ",
  ),
);
/** After these a sign belongs to what follows it, as in −1 or x^-1. */
const BEFORE_A_SIGN = /^(?:[{([^_,;:]|\\(?:left|big|Big)\w*)$/;
/** They take all that stands before or after them, or part it into lines of their own. */
const SPREADING = /^(?:&|\\\\|\\over|\\atop|\\choose|\\brace|\\brack)$/;

interface Depth {
  opens: ReadonlySet<string>;
  closes: ReadonlySet<string>;
}

const GROUPS = { opens: ["{", "\\left", "\\begin", "\\bigl", "\\Bigl"], closes: ["}", "\\right", "\\end", "\\bigr", "\\Bigr"] }; // prettier-ignore
/** Outside of all brackets, and where there is no such place, of those that cannot be parted. */
const DEPTHS: readonly Depth[] = [
  { opens: new Set([...GROUPS.opens, "(", "["]), closes: new Set([...GROUPS.closes, ")", "]"]) },
  { opens: new Set(GROUPS.opens), closes: new Set(GROUPS.closes) },
];

/**
 * The terms of a formula that is too long for a line, each with the operator before it: put together in their order,
 * they are the formula. It comes back alone where there is no place at which it may be broken.
 */
export function termsOf(tex: string): readonly string[] {
  for (const depth of DEPTHS) {
    const terms = cutAtOperators(tex, depth);
    if (
      terms.length > 1 &&
      terms.every((_term, at) => readFormula(lineOf(terms, at, at + 1)).formula !== null)
    )
      return terms;
  }
  return [tex];
}

/** Some terms as LaTeX of their own. An operator that begins a line stands as far from its term as inside of one. */
export function lineOf(terms: readonly string[], from: number, to: number): string {
  const line = terms.slice(from, to).join("");
  return from === 0 ? line : `{}${line}`;
}

function cutAtOperators(tex: string, { opens, closes }: Depth): string[] {
  const terms: string[] = [];
  let term = "";
  let depth = 0;
  let before = "";
  for (const [token] of tex.matchAll(TOKENS)) {
    if (opens.has(token)) depth += 1;
    else if (closes.has(token)) depth -= 1;
    if (depth === 0 && SPREADING.test(token)) return [tex];
    const isSign =
      /^[{}\s]*$/.test(term) || before === "" || OPERATORS.has(before) || BEFORE_A_SIGN.test(before);
    if (depth === 0 && OPERATORS.has(token) && !isSign) {
      terms.push(term);
      term = "";
    }
    term += token;
    if (token.trim() !== "") before = token;
  }
  return [...terms, term];
}

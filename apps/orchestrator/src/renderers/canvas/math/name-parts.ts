import { readFormula } from "./formula-glyphs.ts";

const TOKEN = /\\[A-Za-z]+\*?|\\.|\s+|./suy;
const FRACTION = /^\\[dtc]?frac$/;
/** What stands in their braces is no formula, or not to be taken out of it. */
const OPAQUE = /^\\(?:text\w*|mbox|hbox|ce|operatorname\*?|math\w+|label|tag|color)$/;
/** In thousandths of the size of a letter: what is less wide is told where it stands. */
const NAMED_MIN_WIDTH = 4_000;
/** Without I and O, which look like numbers. */
const NAMES = Array.from("ABCDEFGHJKLMNPQRSTUVWXYZ");

interface Span {
  from: number;
  to: number;
}

interface NamedParts {
  /** The formula with letters in place of its large parts. */
  formula: string;
  /** What each of the letters stands for, as a formula of its own. */
  definitions: readonly string[];
}

/**
 * A formula that cannot be broken into lines, with names for its large parts: `x = A/B`, `A = …` and `B = …` for one huge
 * fraction. Parts are the two of a fraction, what stands under a root, in large brackets or in an exponent.
 *
 * @param around All that is shown beside it: letters in it are no names.
 * @returns null where it has no such parts, or where no letter is free.
 */
export function nameParts(tex: string, around: string): NamedParts | null {
  if (readFormula(tex).formula === null) return null;
  const used = new Set(around.replace(/\\[A-Za-z]+/g, " "));
  const free = NAMES.filter((name) => !used.has(name));
  const large = partsIn(tex, { from: 0, to: tex.length }).filter(
    ({ from, to }) => (readFormula(tex.slice(from, to)).formula?.width ?? 0) >= NAMED_MIN_WIDTH,
  );
  if (large.length === 0 || large.length > free.length) return null;
  let formula = "";
  let at = 0;
  const definitions = large.map(({ from, to }, index) => {
    const name = free[index] ?? "";
    formula += tex.slice(at, from) + name;
    at = to;
    return `${name} = ${tex.slice(from, to).trim()}`;
  });
  formula += tex.slice(at);
  return readFormula(formula).formula === null ? null : { formula, definitions };
}

/** The parts that could have a name, in their order. None lies in another. */
function partsIn(tex: string, { from, to }: Span): Span[] {
  const parts: Span[] = [];
  for (let at = from; at < to;) {
    const token = tokenAt(tex, at);
    at += token.length;
    if (token === "{") {
      const group = { from: at, to: closingOf(tex, at, "{", "}") };
      parts.push(...partsIn(tex, group));
      at = group.to + 1;
    } else if (token === "\\left") {
      const inner = at + tokenAt(tex, at).length;
      const end = closingOf(tex, inner, "\\left", "\\right");
      parts.push({ from: inner, to: end });
      const right = end + "\\right".length;
      at = right + tokenAt(tex, right).length;
    } else if (token === "\\begin") {
      at = closingOf(tex, at, "\\begin", "\\end");
    } else if (FRACTION.test(token)) {
      const over = argumentAt(tex, at);
      const under = argumentAt(tex, over.next);
      parts.push(over.inner, under.inner);
      at = under.next;
    } else if (token === "\\sqrt" || token === "^") {
      const argument = argumentAt(tex, token === "^" ? at : afterDegree(tex, at));
      parts.push(argument.inner);
      at = argument.next;
    } else if (OPAQUE.test(token)) {
      at = argumentAt(tex, at).next;
    }
  }
  return parts;
}

function tokenAt(tex: string, at: number): string {
  TOKEN.lastIndex = at;
  return TOKEN.exec(tex)?.[0] ?? "";
}

/** Where the bracket that was opened before `at` is closed; the end where it is not. */
function closingOf(tex: string, from: number, opens: string, closes: string): number {
  let depth = 1;
  for (let at = from; at < tex.length;) {
    const token = tokenAt(tex, at);
    if (token === opens) depth += 1;
    if (token === closes && (depth -= 1) === 0) return at;
    at += token.length;
  }
  return tex.length;
}

function argumentAt(tex: string, at: number): { inner: Span; next: number } {
  const blank = /^\s*/.exec(tex.slice(at))?.[0].length ?? 0;
  const start = at + blank;
  const token = tokenAt(tex, start);
  const from = start + token.length;
  if (token !== "{") return { inner: { from: start, to: from }, next: from };
  const to = closingOf(tex, from, "{", "}");
  return { inner: { from, to }, next: to + 1 };
}

/** After the 3 of a cube root. */
const afterDegree = (tex: string, at: number): number =>
  at + (/^\s*\[[^\]]*\]/.exec(tex.slice(at))?.[0].length ?? 0);

import { Path2D } from "@napi-rs/canvas";
import { type SvgNode, typeset } from "./typeset.ts";

/** `x' = a·x + c·y + e`, `y' = b·x + d·y + f`. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export interface Glyph {
  /** The same shape, the same key: what may turn into each other between two formulas. */
  key: string;
  path: Path2D | null;
  /** What no font of MathJax draws, such as words of another script; then there is no path. */
  text: string | null;
  isStroked: boolean;
  matrix: Matrix;
}

/** A formula in units of a thousandth of its size, y down, with the top left corner of its box at (0, 0). */
export interface Formula {
  glyphs: readonly Glyph[];
  width: number;
  height: number;
  /** The left edge of the first relation sign `=` outside of fractions and brackets, or null. */
  equalsX: number | null;
}

export type FormulaResult = { formula: Formula; problem: null } | { formula: null; problem: string };

const known = new Map<string, FormulaResult>();
const MOST_KNOWN = 500;

/** A formula as glyphs, or what is wrong with its LaTeX. */
export function readFormula(tex: string): FormulaResult {
  const before = known.get(tex);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const result = read(tex);
  known.set(tex, result);
  return result;
}

function read(tex: string): FormulaResult {
  try {
    const svg = typeset(tex);
    const [minX = 0, minY = 0, width = 1, height = 1] = numbers(svg.attributes["viewBox"]);
    const glyphs: Glyph[] = [];
    for (const child of elements(svg)) walk(child, [1, 0, 0, 1, -minX, -minY], glyphs);
    if (glyphs.length === 0) return { formula: null, problem: "The formula is empty." };
    const equals = glyphs.find(({ key }) => key === "3D");
    return { formula: { glyphs, width, height, equalsX: equals?.matrix[4] ?? null }, problem: null };
  } catch (error) {
    return { formula: null, problem: error instanceof Error ? error.message : String(error) };
  }
}

function walk(node: SvgNode, outer: Matrix, glyphs: Glyph[]): void {
  const attribute = (name: string) => Number(node.attributes[name] ?? 0);
  const matrix = multiply(outer, transformOf(String(node.attributes["transform"] ?? "")));
  const add = (key: string, d: string, isStroked: boolean) =>
    glyphs.push({ key, path: new Path2D(d), text: null, isStroked, matrix });
  switch (node.kind) {
    case "path": {
      const d = String(node.attributes["d"] ?? "");
      if (d !== "") add(String(node.attributes["data-c"] ?? d), d, false);
      return;
    }
    case "rect": {
      const [x, y, width, height] = [attribute("x"), attribute("y"), attribute("width"), attribute("height")];
      // Its length is in the matrix: the bars of two fractions turn into each other.
      const bar = multiply(matrix, [width, 0, 0, height, x, y]);
      glyphs.push({ key: "bar", path: new Path2D("M0 0H1V1H0Z"), text: null, isStroked: false, matrix: bar });
      return;
    }
    case "line": {
      const [x1, y1, x2, y2] = [attribute("x1"), attribute("y1"), attribute("x2"), attribute("y2")];
      add("line", `M${x1} ${y1}L${x2} ${y2}`, true);
      return;
    }
    case "text": {
      const text = textOf(node);
      if (text !== "") glyphs.push({ key: text, path: null, text, isStroked: false, matrix });
      return;
    }
    case "svg": {
      const [minX = 0, minY = 0, width = 1, height = 1] = numbers(node.attributes["viewBox"]);
      const [scaleX, scaleY] = [attribute("width") / width, attribute("height") / height];
      const inner: Matrix = [
        scaleX,
        0,
        0,
        scaleY,
        attribute("x") - minX * scaleX,
        attribute("y") - minY * scaleY,
      ];
      for (const child of elements(node)) walk(child, multiply(matrix, inner), glyphs);
      return;
    }
    default:
      for (const child of elements(node)) walk(child, matrix, glyphs);
  }
}

const elements = (node: SvgNode): SvgNode[] =>
  node.children.filter((child): child is SvgNode => "children" in child);

const textOf = (node: SvgNode): string =>
  node.children.map((child) => ("children" in child ? textOf(child) : child.value)).join("");

const numbers = (value: unknown): number[] =>
  typeof value === "string"
    ? value
        .trim()
        .split(/[\s,]+/)
        .map(Number)
    : [];

function transformOf(text: string): Matrix {
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  for (const [, name = "", args = ""] of text.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b] = numbers(args);
    if (name === "translate") matrix = multiply(matrix, [1, 0, 0, 1, a, b ?? 0]);
    if (name === "scale") matrix = multiply(matrix, [a, 0, 0, b ?? a, 0, 0]);
  }
  return matrix;
}

export function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}

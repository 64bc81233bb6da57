import { canDraw } from "../../fonts/bundled-fonts.ts";
import type { MathNode } from "./math-node.ts";

/** A formula in one line of plain signs, for captions and titles: `x = (−b ± √(b² − 4ac)) / 2a`. */
export function plainMath(node: MathNode): string {
  return write(node)
    .replace(/[\u2061-\u2063]/g, "")
    .replace(/\s+/g, " ")
    .replace(/\( /g, "(")
    .replace(/ \)/g, ")")
    .trim();
}

function write(node: MathNode): string {
  const [first, second, third] = node.children;
  switch (node.kind) {
    case "mi":
      return node.text.length > 1 && /^[a-z]/.test(node.text) ? `${node.text} ` : node.text;
    case "mn":
    case "mtext":
      return node.text;
    case "mo":
      return SPACED.has(node.text) ? ` ${node.text} ` : node.text;
    case "mspace":
      return " ";
    case "mfrac":
      return first && second ? `${inBrackets(first)}/${inBrackets(second)}` : "";
    case "msqrt":
      return `√${inBrackets({ kind: "mrow", text: "", children: node.children })}`;
    case "mroot":
      return first && second ? `${raised(write(second))}√${inBrackets(first)}` : "";
    case "msup":
      return first && second ? `${write(first)}${raised(write(second))}` : "";
    case "munder":
      return first && second ? `${write(first).trim()} ${write(second)} ` : "";
    case "msub":
      return first && second ? `${write(first)}${lowered(write(second))}` : "";
    case "msubsup":
    case "munderover":
      return first && second && third
        ? `${write(first)}${lowered(write(second))}${raised(write(third))} `
        : "";
    case "mover":
      return first ? write(first) : "";
    case "mtable":
      return node.children.map(write).join("; ");
    default:
      return writeRow(node.children);
  }
}

/** A minus or plus that opens a row is a sign, and stays close to what it belongs to; so does a factor after a fraction. */
function writeRow(children: readonly MathNode[]): string {
  const seen = children.filter(({ text }) => !/^[\u2061-\u2063]$/.test(text));
  return seen
    .map((child, index) => {
      if (index === 0 && child.kind === "mo") return child.text;
      const next = seen[index + 1];
      const isFactor = next !== undefined && (next.kind !== "mo" || /^[([{|]$/.test(next.text));
      return child.kind === "mfrac" && isFactor && next.kind !== "mspace"
        ? `(${write(child)})`
        : write(child);
    })
    .join("");
}

const SPACED = new Set("=+−-±∓×÷<>≤≥≠≈≡∝→⟶⇒⟹∈∪∩".split(""));

function inBrackets(node: MathNode): string {
  const text = write(node).trim();
  const isWhole = Array.from(text).length === 1 || /^[\d.]+$/.test(text) || /^[\p{L}]\d?$/u.test(text);
  return isWhole ? text : `(${text})`;
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const LOWERED = "₀₁₂₃₄₅₆₇₈₉";
const LOWERED_ARE_DRAWN = Array.from(LOWERED).every((digit) => canDraw(digit.codePointAt(0) ?? 0));

function raised(text: string): string {
  const plain = text.trim();
  if (/^\d+$/.test(plain)) return withDigits(plain, RAISED);
  if (plain === "′" || plain === "∘") return plain === "∘" ? "°" : plain;
  return plain === "" ? "" : Array.from(plain).length === 1 ? `^${plain}` : `^(${plain})`;
}

function lowered(text: string): string {
  const plain = text.trim();
  if (/^\d+$/.test(plain)) return LOWERED_ARE_DRAWN ? withDigits(plain, LOWERED) : plain;
  return plain === "" ? "" : Array.from(plain).length === 1 ? `_${plain}` : `_(${plain})`;
}

const withDigits = (text: string, digits: string) =>
  Array.from(text, (digit) => digits[Number(digit)] ?? digit).join("");

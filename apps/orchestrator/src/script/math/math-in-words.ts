import type { MathNode } from "./math-node.ts";

/** A formula as an English teacher reads it to a class: "x squared over 2". */
export function mathInWords(node: MathNode): string {
  return say(node)
    .replace(/\s+/g, " ")
    .replace(/ ?(?:, ?)+/g, ", ")
    .replace(/^, |, $/g, "")
    .trim();
}

function say(node: MathNode): string {
  const [first, second, third] = node.children;
  switch (node.kind) {
    case "mi":
      return NAMES[node.text] ?? (node.text === "a" ? "ay" : node.text);
    case "mo":
      return OPERATORS[node.text] ?? node.text;
    case "mn":
    case "mtext":
      return node.text;
    case "mspace":
      return "";
    case "mfrac":
      return first && second ? fraction(first, second) : "";
    case "msqrt":
      return `the square root of ${all(node)}`;
    case "mroot":
      return first && second ? `${root(second)} of ${say(first)}` : "";
    case "msup":
      return first && second ? `${say(first)} ${power(second)}` : "";
    case "msub":
      return first && second ? withSub(first, second) : "";
    case "msubsup":
    case "munderover":
      return first && second && third ? withBoth(first, second, third) : "";
    case "munder":
      return first && second ? under(first, second) : "";
    case "mover":
      return first && second ? over(first, second) : "";
    case "mtr":
      return node.children.map(say).join(" ");
    case "mtable":
      return node.children.map(say).join(", ");
    default:
      return all(node);
  }
}

const all = ({ children }: MathNode): string => children.map(say).join(" ");
const isShort = (node: MathNode): boolean =>
  node.children.length === 0 || (node.kind === "mrow" && node.children.length <= 2);

const FRACTIONS: Record<string, string> = {
  "1/2": "one half",
  "1/3": "one third",
  "2/3": "two thirds",
  "1/4": "one quarter",
  "3/4": "three quarters",
};

function fraction(top: MathNode, bottom: MathNode): string {
  const known = FRACTIONS[`${top.text}/${bottom.text}`];
  if (known !== undefined) return known;
  if (isShort(top)) return `${say(top)} over ${say(bottom)}`;
  return `${say(top)}, all over ${say(bottom)}`;
}

function root(index: MathNode): string {
  if (index.text === "3") return "the cube root";
  return `the ${say(index)}th root`;
}

const PRIMES = new Set(["′", "'"]);

function power(exponent: MathNode): string {
  if (exponent.text === "2") return "squared";
  if (exponent.text === "3") return "cubed";
  if (PRIMES.has(exponent.text)) return "prime";
  if (exponent.text === "∘") return "degrees";
  if (exponent.text === "−" || exponent.text === "+") return exponent.text === "+" ? "plus" : "minus";
  return `to the power of ${say(exponent)}`;
}

/** Elements are read as chemists do (H 2 O); other indices with the word. */
function withSub(base: MathNode, index: MathNode): string {
  // Chemistry hangs indices on nothing, after the element.
  if (base.text === "" && base.children.length === 0) return say(index);
  const isElement = /^\p{Lu}\p{Ll}?$/u.test(base.text) && /^\d+$/.test(index.text);
  return isElement ? `${base.text} ${index.text}` : `${say(base)} sub ${say(index)}`;
}

function withBoth(base: MathNode, low: MathNode, high: MathNode): string {
  if (RANGES[base.text] !== undefined) {
    return `${RANGES[base.text] ?? ""} from ${say(low)} to ${say(high)} of`;
  }
  return `${withSub(base, low)} ${power(high)}`;
}

const RANGES: Record<string, string> = { "∫": "the integral", "∑": "the sum", "∏": "the product" };

function under(base: MathNode, below: MathNode): string {
  if (base.text === "lim") return `the limit as ${say(below)} of`;
  if (RANGES[base.text] !== undefined) return `${RANGES[base.text] ?? ""} over ${say(below)} of`;
  return `${say(base)} ${say(below)}`;
}

function over(base: MathNode, above: MathNode): string {
  const name = ACCENTS[above.text];
  if (name === undefined) return `${say(base)} ${say(above)}`;
  return name === "vector" ? `vector ${say(base)}` : `${say(base)} ${name}`;
}

const ACCENTS: Record<string, string> = {
  "→": "vector",
  "¯": "bar",
  "‾": "bar",
  "―": "bar",
  "^": "hat",
  "˙": "dot",
  "~": "tilde",
};

const NAMES: Record<string, string> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  Δ: "delta",
  ε: "epsilon",
  ϵ: "epsilon",
  η: "eta",
  θ: "theta",
  κ: "kappa",
  λ: "lambda",
  μ: "mu",
  ν: "nu",
  π: "pi",
  ρ: "rho",
  σ: "sigma",
  Σ: "sigma",
  τ: "tau",
  ϕ: "phi",
  φ: "phi",
  χ: "chi",
  ψ: "psi",
  ω: "omega",
  Ω: "omega",
  "∞": "infinity",
  sin: "sine",
  cos: "cosine",
  tan: "tangent",
  log: "log",
  ln: "the natural log of",
  lim: "the limit of",
};

const OPERATORS: Record<string, string> = {
  "=": "equals",
  "+": "plus",
  "−": "minus",
  "-": "minus",
  "±": "plus or minus",
  "∓": "minus or plus",
  "×": "times",
  "⋅": "times",
  "·": "times",
  "∗": "times",
  "÷": "divided by",
  "/": "over",
  "<": "is less than",
  ">": "is greater than",
  "≤": "is at most",
  "≥": "is at least",
  "≠": "is not equal to",
  "≈": "is about",
  "≡": "is identical to",
  "∝": "is proportional to",
  "→": "goes to",
  "⟶": "gives",
  "⇒": "so",
  "⟹": "so",
  "∞": "infinity",
  "∫": "the integral of",
  "∑": "the sum of",
  "∂": "partial",
  "∈": "in",
  "∪": "union",
  "∩": "intersection",
  "∘": "degrees",
  "!": "factorial",
  "…": "and so on",
  "⋯": "and so on",
  "(": ",",
  ")": ",",
  "[": ",",
  "]": ",",
  "{": ",",
  "}": ",",
  // Signs that MathJax puts in and nobody sees.
  "\u2061": "",
  "\u2062": "",
  "\u2063": "",
  "|": "",
};

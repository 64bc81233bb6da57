import type { MathNode } from "./math-node.ts";
import { mathWording } from "./math-wording.ts";
import type { MathWording } from "./wordings/wording.ts";

/** A formula as a teacher reads it to a class: "x squared over 2". */
export function mathInWords(node: MathNode, language = "en"): string {
  return sayIn(
    mathWording(language),
    /^en\b/i.test(language),
  )(node)
    .replace(/\s+/g, " ")
    .replace(/ ?(?:, ?)+/g, ", ")
    .replace(/^, |, $/g, "")
    .trim();
}

const put = (pattern: string, said: string, of = ""): string =>
  pattern.replace("{}", () => said).replace("{of}", () => of);

const isShort = (node: MathNode): boolean =>
  node.children.length === 0 || (node.kind === "mrow" && node.children.length <= 2);

const PRIMES = new Set(["′", "'"]);

function sayIn(words: MathWording, isEnglish: boolean): (node: MathNode) => string {
  const all = ({ children }: MathNode): string => children.map(say).join(" ");

  function say(node: MathNode): string {
    const [first, second, third] = node.children;
    switch (node.kind) {
      case "mi":
        return NAMES[node.text] ?? (node.text === "a" && isEnglish ? "ay" : node.text);
      case "mo":
        return UNSPOKEN[node.text] ?? words.operators[node.text] ?? node.text;
      case "mn":
      case "mtext":
        return node.text;
      case "mspace":
        return "";
      case "mfrac":
        return first && second ? fraction(first, second) : "";
      case "msqrt":
        return put(words.squareRoot, all(node));
      case "mroot":
        return first && second ? root(first, second) : "";
      case "msup":
        return first && second ? power(say(first), second) : "";
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

  function fraction(top: MathNode, bottom: MathNode): string {
    const known = words.fractions[`${top.text}/${bottom.text}`];
    return known ?? put(isShort(top) ? words.over : words.allOver, say(top), say(bottom));
  }

  const root = (base: MathNode, index: MathNode): string =>
    index.text === "3" ? put(words.cubeRoot, say(base)) : put(words.nthRoot, say(base), say(index));

  function power(base: string, exponent: MathNode): string {
    if (exponent.text === "2") return put(words.squared, base);
    if (exponent.text === "3") return put(words.cubed, base);
    if (PRIMES.has(exponent.text)) return put(words.prime, base);
    if (exponent.text === "∘") return put(words.degrees, base);
    if (exponent.text === "−" || exponent.text === "+")
      return `${base} ${words.operators[exponent.text] ?? ""}`;
    return put(words.toThePower, base, say(exponent));
  }

  /** Elements are read as chemists do (H 2 O); other indices with the word. */
  function withSub(base: MathNode, index: MathNode): string {
    // Chemistry hangs indices on nothing, after the element.
    if (base.text === "" && base.children.length === 0) return say(index);
    const isElement = /^\p{Lu}\p{Ll}?$/u.test(base.text) && /^\d+$/.test(index.text);
    return isElement ? `${base.text} ${index.text}` : put(words.sub, say(base), say(index));
  }

  function withBoth(base: MathNode, low: MathNode, high: MathNode): string {
    const name = words.ranges[base.text];
    if (name === undefined) return power(withSub(base, low), high);
    return put(words.fromTo, name)
      .replace("{from}", () => say(low))
      .replace("{to}", () => say(high));
  }

  function under(base: MathNode, below: MathNode): string {
    if (base.text === "lim") return put(words.limit, say(below));
    const name = words.ranges[base.text];
    return name === undefined ? `${say(base)} ${say(below)}` : put(words.overAll, name, say(below));
  }

  function over(base: MathNode, above: MathNode): string {
    const name = ACCENTS[above.text];
    if (name === undefined) return `${say(base)} ${say(above)}`;
    return name === "vector" ? `vector ${say(base)}` : `${say(base)} ${name}`;
  }

  return say;
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

/** Brackets are a pause. The others are signs that MathJax puts in and nobody sees. */
const UNSPOKEN: Readonly<Record<string, string>> = {
  "(": ",",
  ")": ",",
  "[": ",",
  "]": ",",
  "{": ",",
  "}": ",",
  "\u2061": "",
  "\u2062": "",
  "\u2063": "",
  "|": "",
};

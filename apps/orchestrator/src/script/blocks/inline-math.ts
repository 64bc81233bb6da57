import { toMathNode } from "../math/math-node.ts";
import { mathInWords } from "../math/math-in-words.ts";
import { parseMath } from "../math/parse-math.ts";
import { plainMath } from "../math/plain-math.ts";

/** A text with formulas in it, as it is shown in one line and as it is said. */
export interface ReadableText {
  text: string;
  /** The same with the formulas in words; absent where there is none. */
  spoken?: string;
  /** The formulas, as LaTeX. */
  formulas: readonly string[];
}

const INLINE = /\\\((.+?)\\\)|(?<![\\$\w])\$(?!\s)((?:\\.|[^$\\\n]){1,300}?)(?<!\s)\$(?![\d$])/g;
/** What is between two dollar signs is a formula only when it looks like one: "$5 and $10" are prices. */
const LOOKS_LIKE_MATH = /[\\^_={}<>+*/]|^[A-Za-z](?:\([A-Za-z]\))?$|^\d+$/;

/** A mark that stands for a formula while sentences are cut. Private-use letters, which no text from outside keeps. */
const mark = (index: number) => `\ue000${index}\ue001`;
const MARK = /\ue000(\d+)\ue001/g;

/** Takes formulas out of a text, so that their full stops and signs are not taken for its own. */
export function liftMath(text: string): { text: string; formulas: string[] } {
  const formulas: string[] = [];
  const lifted = text.replace(INLINE, (whole, brackets: string | undefined, dollars: string | undefined) => {
    const tex = (brackets ?? dollars ?? "").trim();
    if (tex === "" || (brackets === undefined && !LOOKS_LIKE_MATH.test(tex)) || "problem" in parseMath(tex))
      return whole;
    formulas.push(tex);
    return mark(formulas.length - 1);
  });
  return { text: lifted, formulas };
}

/** A sentence of a lifted text with its formulas put back in, said in a language. */
export function lowerMath(sentence: string, formulas: readonly string[], language = "en"): ReadableText {
  const used = [...sentence.matchAll(MARK)].map(([, index]) => formulas[Number(index)] ?? "");
  if (used.length === 0) return { text: sentence, formulas: [] };
  return {
    text: sentence.replace(MARK, (_mark, index: string) => readableMath(formulas[Number(index)] ?? "").text),
    spoken: sentence.replace(
      MARK,
      (_mark, index: string) => readableMath(formulas[Number(index)] ?? "", language).spoken,
    ),
    formulas: used,
  };
}

/** A formula in one line, and in words of a language; itself where it cannot be read. */
export function readableMath(tex: string, language = "en"): { text: string; spoken: string } {
  const parsed = parseMath(tex);
  if ("problem" in parsed) return { text: tex, spoken: tex };
  const node = toMathNode(parsed.node);
  return { text: plainMath(node), spoken: mathInWords(node, language) };
}

import type { MmlNode } from "mathjax-full/js/core/MmlTree/MmlNode.js";
import { liteAdaptor } from "mathjax-full/js/adaptors/liteAdaptor.js";
import { STATE } from "mathjax-full/js/core/MathItem.js";
import { RegisterHTMLHandler } from "mathjax-full/js/handlers/html.js";
import { TeX } from "mathjax-full/js/input/tex.js";
import "mathjax-full/js/input/tex/ams/AmsConfiguration.js";
import "mathjax-full/js/input/tex/mhchem/MhchemConfiguration.js";
import { mathjax } from "mathjax-full/js/mathjax.js";

/** Definitions of new commands and includes are left out: a payload is not a program. */
const PACKAGES = ["base", "ams", "mhchem"];

/** A formula longer than this is a document. */
const TEX_MAX_CHARACTERS = 2_000;

let reader: { convert(tex: string): MmlNode } | undefined;

/** The MathML tree of a formula, or in words why it is not LaTeX. */
export function parseMath(tex: string): { node: MmlNode } | { problem: string } {
  if (tex.length > TEX_MAX_CHARACTERS) {
    return { problem: `it is longer than ${TEX_MAX_CHARACTERS} characters` };
  }
  reader ??= makeReader();
  try {
    return { node: reader.convert(tex) };
  } catch (error) {
    // MathJax throws objects of its own, which are no errors.
    const message = (error as { message?: unknown } | null)?.message;
    return { problem: typeof message === "string" ? message : "it cannot be read" };
  }
}

/** Made when the first formula comes: MathJax takes a third of a second to load its tables. */
function makeReader(): { convert(tex: string): MmlNode } {
  RegisterHTMLHandler(liteAdaptor());
  const input = new TeX({
    packages: PACKAGES,
    formatError: (_jax: unknown, error: unknown) => {
      throw error;
    },
  });
  const document = mathjax.document("", { InputJax: input });
  return {
    // Ends before output, where the result is the tree and nothing else.
    convert: (tex) => document.convert(tex, { display: true, end: STATE.CONVERT }) as MmlNode,
  };
}

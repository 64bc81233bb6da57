import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** An element of MathJax's own small DOM. Texts have a `value` and no children. */
export interface SvgNode {
  kind: string;
  attributes: Readonly<Record<string, string | number | undefined>>;
  children: readonly (SvgNode | { kind: string; value: string })[];
}

/** What is used of MathJax. Its own types bring the browser's DOM with them, which is not there on a server. */
interface MathJaxModules {
  mathjax: { document(text: string, options: object): { convert(tex: string, options: object): SvgNode } };
  TeX: new (options: object) => object;
  SVG: new (options: object) => object;
  liteAdaptor: () => object;
  RegisterHTMLHandler: (adaptor: object) => void;
}

/** What of LaTeX is understood. Nothing that loads files, makes links or defines macros without end. */
const PACKAGES = {
  base: "base/Base",
  ams: "ams/Ams",
  boldsymbol: "boldsymbol/Boldsymbol",
  braket: "braket/Braket",
  cancel: "cancel/Cancel",
  mhchem: "mhchem/Mhchem",
};

type Typesetter = (tex: string) => SvgNode;
let typesetter: Typesetter | undefined;

/**
 * Typesets LaTeX with MathJax into a tree of SVG elements whose glyphs are paths.
 *
 * Throws an Error with MathJax's own words when it is not LaTeX.
 */
export const typeset: Typesetter = (tex) => (typesetter ??= openTypesetter())(tex);

/** MathJax takes a third of a second to load: only videos with formulas pay for it. */
function openTypesetter(): Typesetter {
  const modules = ["mathjax", "input/tex", "output/svg", "adaptors/liteAdaptor", "handlers/html"];
  const parts = modules.map((file) => require(`mathjax-full/js/${file}.js`) as Partial<MathJaxModules>);
  // Together the five files export all of it, in the one version that the lock file names.
  const { mathjax, TeX, SVG, liteAdaptor, RegisterHTMLHandler } = Object.assign(
    {},
    ...parts,
  ) as MathJaxModules;
  for (const file of Object.values(PACKAGES)) require(`mathjax-full/js/input/tex/${file}Configuration.js`);

  RegisterHTMLHandler(liteAdaptor());
  const document = mathjax.document("", {
    InputJax: new TeX({
      packages: Object.keys(PACKAGES),
      maxMacros: 200,
      maxBuffer: 4_096,
      formatError: (_jax: unknown, error: Error) => {
        throw new Error(error.message);
      },
    }),
    OutputJax: new SVG({ fontCache: "none" }),
  });
  return (tex) => {
    const container = document.convert(tex, { display: true, em: 16, ex: 8, containerWidth: 1_280 });
    const svg = container.children.find(({ kind }) => kind === "svg");
    if (svg === undefined || !("children" in svg)) throw new Error("MathJax made no picture of it.");
    return svg;
  };
}

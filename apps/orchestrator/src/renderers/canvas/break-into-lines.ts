import type { SceneContent } from "@spool/contracts/scene-content";
import { type Cut, runningSum } from "./cut-scene.ts";
import { isFitting, withLargerType } from "./fitting.ts";
import { lineOf, termsOf } from "./math/break-formula.ts";
import { nameParts } from "./math/name-parts.ts";
import { pack } from "./pack-cut.ts";
import type { ScenePiece } from "./scene-piece.ts";
import type { ContentOf, Stage } from "./scene-plan.ts";

/** Formulas have smaller signs in them than letters. */
const FORMULA_RATIO = 1.4;

/** The same formula with each step that is too wide to be read well in lines of its own; null when none can be broken. */
export function inLines(
  content: ContentOf<"formula">,
  { parts }: ScenePiece,
  stage: Stage,
): ScenePiece | null {
  const around = content.steps.map(({ tex }) => tex);
  const lines = content.steps.map((step) => linesOf(step.tex, around, stage));
  if (lines.every((own) => own.length === 1)) return null;
  return {
    content: {
      ...content,
      steps: content.steps.flatMap(({ note }, at) =>
        (lines[at] ?? []).map((tex, line) => ({ tex, note: line === 0 ? note : null })),
      ),
    },
    parts: lines.flatMap((own, at) => {
      const shown = parts[at] ?? null;
      return own.map((tex) => (shown === null ? null : { ...shown, text: tex }));
    }),
  };
}

/**
 * A step as lines that can be read. What is too large even by itself has its parts named, and they follow: none of the
 * names in `around`, which grows by them, is given twice.
 */
function linesOf(tex: string, around: string[], stage: Stage): readonly string[] {
  const roomy = withLargerType(stage, FORMULA_RATIO);
  const alone = (line: string): SceneContent => ({
    kind: "formula",
    heading: null,
    steps: [{ tex: line, note: null }],
  });
  if (isFitting(alone(tex), roomy)) return [tex];
  const terms = termsOf(tex);
  const definitions: string[] = [];
  const smaller = terms.map((term, at) => {
    if (isFitting(alone(lineOf(terms, at, at + 1)), stage)) return term;
    const named = nameParts(term, around.join(" "));
    if (named === null) return term;
    around.push(named.formula);
    definitions.push(...named.definitions);
    return named.formula;
  });
  if (definitions.length > 0)
    return [smaller.join(""), ...definitions].flatMap((line) => linesOf(line, around, stage));
  if (terms.length < 2) return [tex];
  const cut: Cut = {
    length: terms.length,
    take: (from, to) => ({ content: alone(lineOf(terms, from, to)), parts: [null] }),
    weightBefore: runningSum(terms.map(({ length }) => length)),
    goodPlaces: [],
  };
  return pack(cut, roomy).map(({ from, to }) => lineOf(terms, from, to));
}

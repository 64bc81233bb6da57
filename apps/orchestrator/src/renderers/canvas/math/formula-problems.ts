import type { Storyboard } from "@spool/contracts/storyboard";
import { readFormula } from "./formula-glyphs.ts";

/** A sentence for each formula of a storyboard that is no LaTeX and is therefore shown as the text that it is. */
export function formulaProblems({ scenes }: Pick<Storyboard, "scenes">): string[] {
  return scenes.flatMap(({ content }) =>
    content.kind !== "formula"
      ? []
      : content.steps.flatMap(({ tex }) => {
          const { problem } = readFormula(tex);
          const shown = tex.length > 80 ? `${tex.slice(0, 80)}…` : tex;
          return problem === null
            ? []
            : [`The formula "${shown}" is shown as text, because it is not LaTeX: ${problem}`];
        }),
  );
}

import { liftMath, lowerMath } from "./blocks/inline-math.ts";
import { cleanLine } from "./clean-text.ts";
import type { Look } from "./look.ts";
import type { Utterance } from "./script.ts";
import { splitSentences } from "./split-sentences.ts";

/** What somebody wrote to be said, sentence by sentence, with formulas as words for the voice. */
export function sentencesOf(raw: string, { language }: Look): Omit<Utterance, "revealsUpTo">[] {
  const { text, formulas } = liftMath(cleanLine(raw).text);
  return splitSentences(text, language).map((sentence) => {
    const { text: shown, spoken } = lowerMath(sentence, formulas, language);
    return { text: shown, ...(spoken === undefined ? {} : { spoken }) };
  });
}

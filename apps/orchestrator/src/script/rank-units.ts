import type { VideoStyle } from "./style.ts";
import type { Material } from "./read-material.ts";
import type { Unit } from "./unit.ts";

/** Words that say nothing about what a sentence is about. */
const STOP_WORDS = new Set(
  (
    "a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it its " +
    "may might more most no not of on one only or other our she should so some such than that the their them then there " +
    "these they this to was we were what when where which who why will with would you your"
  ).split(" "),
);

/** A sentence that opens like this leans on the one before it. */
const LEANING =
  /^(?:but|and|so|or|it|this|that|these|those|they|he|she|however|therefore|hence|thus|moreover|also|then)\b/i;

const EXAMPLE =
  /\b(?:for example|for instance|e\.g\.|an example|consider|suppose|imagine|por ejemplo|par exemple|zum Beispiel)\b|उदाहरण|مثلاً|على سبيل المثال|例如|比如/iu;

/** What the author took the trouble to put into a list, a table or a formula. */
const SHAPE_BONUS = 0.8;

export const isExample = (unit: Unit): boolean => EXAMPLE.test(unit.text);

/**
 * How much each unit matters, in the order of the units; higher is more.
 *
 * Central is what shares its words with the rest and with the subject. What opens a source or a point, and earlier
 * points, count more; background, and sentences that lean on another, count less.
 */
export function rankUnits({ subject, units }: Material, style: VideoStyle): number[] {
  const words = units.map((unit) => contentWords(unit.text));
  const frequency = new Map<string, number>();
  for (const set of words) for (const word of set) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  // Words of every other sentence say nothing about any of them, whatever the language.
  const commonCount = Math.max(8, units.length * 0.4);
  for (const [word, count] of frequency) if (count > commonCount) frequency.set(word, 1);
  const asked = contentWords(subject);

  return units.map((unit, index) => {
    const own = [...(words[index] ?? [])];
    const shared = own.reduce((sum, word) => sum + Math.log2(frequency.get(word) ?? 1), 0);
    const centrality = shared / (1 + own.length);
    const answers = own.filter((word) => asked.has(word)).length / (1 + asked.size);
    return (
      centrality +
      answers +
      (unit.isFirst ? 1 : 0) +
      (unit.shape === null ? 0 : SHAPE_BONUS) +
      (unit.source === "points" ? 0.5 - unit.point * 0.02 : 0) -
      (unit.source === "context" ? 0.7 : 0) -
      (LEANING.test(unit.text) ? 0.3 : 0) +
      (style === "example-rich" && isExample(unit) ? 1 : 0) -
      index / (units.length * 10)
    );
  });
}

function contentWords(text: string): Set<string> {
  const runs = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]{2,}/gu) ?? [];
  const words = runs.flatMap((run) => (UNSPACED.test(run) ? pairsOf(run) : [run]));
  return new Set(words.filter((word) => !STOP_WORDS.has(word)));
}

/** Scripts without blanks between words. Two letters in a row are about as telling as a word there. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

const pairsOf = (run: string): string[] =>
  Array.from({ length: Math.max(1, run.length - 1) }, (_pair, at) => run.slice(at, at + 2));

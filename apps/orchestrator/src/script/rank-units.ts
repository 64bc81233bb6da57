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
  /^(?:but|and|so|or|it|its|this|that|these|those|they|their|he|his|she|her|there|however|therefore|hence|thus|moreover|also|then)\b/i;

const EXAMPLE =
  /\b(?:for example|for instance|e\.g\.|an example|consider|suppose|imagine|por ejemplo|par exemple|zum Beispiel)\b|उदाहरण|مثلاً|على سبيل المثال|例如|比如/iu;

/** What the author took the trouble to put into a list, a table or a formula. */
const SHAPE_BONUS = 0.8;

export const isExample = (unit: Unit): boolean => EXAMPLE.test(unit.text);

/**
 * How much each unit matters, in the order of the units; higher is more.
 *
 * Central is what shares its words with the rest and with the subject. What opens a source or a point, and earlier
 * points, count more; background, sentences that lean on another, and those that say almost the same as one before
 * them, count less.
 */
export function rankUnits({ subject, units }: Material, style: VideoStyle): number[] {
  const words = units.map((unit) => contentWords(unit.text));
  const isLikeEarlier = likeEarlierOnes(words);
  const own = words.filter((_set, index) => !isLikeEarlier[index]);
  // What is said again and again with other names is not the more central for that: it counts once.
  const frequency = new Map<string, number>();
  for (const set of own) for (const word of set) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  // Words of every other sentence say nothing about any of them, whatever the language.
  const commonCount = Math.max(8, own.length * 0.4);
  for (const [word, count] of frequency) if (count > commonCount) frequency.set(word, 1);
  const asked = contentWords(subject);
  // In a long text words come so often that nothing else would count beside them.
  const scale = Math.max(1, Math.log2(Math.max(1, ...frequency.values())) / MOST_CENTRAL);

  return units.map((unit, index) => {
    const said = [...(words[index] ?? [])];
    const shared = said.reduce((sum, word) => sum + Math.log2(frequency.get(word) ?? 1), 0);
    const centrality = shared / (1 + said.length) / scale;
    const answers = said.filter((word) => asked.has(word)).length / (1 + asked.size);
    return (
      centrality +
      answers +
      (unit.isFirst ? 1 : 0) +
      (unit.shape === null ? 0 : SHAPE_BONUS) +
      (unit.source === "points" ? 0.5 - unit.point * 0.02 : 0) -
      (unit.source === "context" ? 0.7 : 0) -
      (LEANING.test(unit.text) ? 0.3 : 0) -
      (isLikeEarlier[index] && unit.shape === null ? REPEATED_MALUS : 0) +
      (style === "example-rich" && isExample(unit) ? 1 : 0) -
      index / (units.length * 10)
    );
  });
}

const MOST_CENTRAL = 2;
const REPEATED_MALUS = 2;
/** Of the words of both together. */
const ALIKE_RATIO = 0.45;
/** Looking further back would take long, and a text that long has other things to leave out. */
const MOST_COMPARED = 300;

/** Which of the sentences share most of their words with one before them. */
function likeEarlierOnes(words: readonly ReadonlySet<string>[]): boolean[] {
  const different: ReadonlySet<string>[] = [];
  return words.map((set) => {
    if (set.size < 3) return false;
    const isAlike = different.some((other) => {
      let shared = 0;
      for (const word of set) if (other.has(word)) shared += 1;
      return shared >= (set.size + other.size - shared) * ALIKE_RATIO;
    });
    if (!isAlike && different.length < MOST_COMPARED) different.push(set);
    return isAlike;
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

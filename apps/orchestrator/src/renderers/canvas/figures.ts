import { knownLanguage } from "./known-language.ts";

/** Signs of calculation that stand as words of their own. */
const SIGN = /^(?:[-+=<>*/±×÷·∙]|\p{Sm}|−)$/u;

/**
 * What a viewer looks for in a sentence, by the numbers of its words: figures, and the month beside one. The numbers of
 * an equation are none: some of it would stand out of the rest. A line that is drawn at once, as those from right to left
 * are, has none.
 */
export function figuresIn(words: readonly string[], language: string): ReadonlySet<number> {
  const isFigure = (word: string | undefined) =>
    word !== undefined && /\p{Nd}/u.test(word) && !/\s/u.test(word);
  const locale = knownLanguage(language);
  const months = monthsOf(locale);
  const isOfDate = (index: number) =>
    months.has(bare(words[index] ?? "", locale)) &&
    (isFigure(words[index - 1]) || isFigure(words[index + 1]));
  const isOfEquation = (index: number) =>
    SIGN.test(words[index - 1] ?? "") || SIGN.test(words[index + 1] ?? "");
  return new Set(
    [...words.keys()].filter((index) => (isFigure(words[index]) && !isOfEquation(index)) || isOfDate(index)),
  );
}

const bare = (word: string, language: string): string =>
  word.replace(/^\P{L}+|[^\p{L}\p{M}]+$/gu, "").toLocaleLowerCase(language);

const known = new Map<string, ReadonlySet<string>>();

/** As they are written alone and with a day: some languages bend them. */
function monthsOf(language: string): ReadonlySet<string> {
  const before = known.get(language);
  if (before !== undefined) return before;
  const months = new Set<string>();
  for (let month = 0; month < 12; month += 1) {
    const day = new Date(Date.UTC(2024, month, 1));
    for (const options of [{ month: "long" }, { month: "long", day: "numeric" }] as const) {
      const format = new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC", calendar: "gregory" });
      const name = format.formatToParts(day).find(({ type }) => type === "month")?.value ?? "";
      // Chinese and Japanese months are figures themselves.
      if (/^\P{Nd}+$/u.test(name)) months.add(bare(name, language));
    }
  }
  known.set(language, months);
  return months;
}

/** Scripts, by the language that a text in them is most probably written in. */
const BY_SCRIPT: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, "ja"],
  [/\p{Script=Hangul}/gu, "ko"],
  [/\p{Script=Han}/gu, "zh"],
  [/\p{Script=Devanagari}/gu, "hi"],
  [/\p{Script=Bengali}/gu, "bn"],
  [/\p{Script=Tamil}/gu, "ta"],
  [/\p{Script=Telugu}/gu, "te"],
  [/\p{Script=Gujarati}/gu, "gu"],
  [/\p{Script=Gurmukhi}/gu, "pa"],
  [/\p{Script=Kannada}/gu, "kn"],
  [/\p{Script=Malayalam}/gu, "ml"],
  [/\p{Script=Arabic}/gu, "ar"],
  [/\p{Script=Hebrew}/gu, "he"],
  [/\p{Script=Cyrillic}/gu, "ru"],
  [/\p{Script=Greek}/gu, "el"],
];

/** Letters that the languages of a script do not share. */
const BY_LETTER: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  ar: [
    [/[ٹڈڑےںھ]/u, "ur"],
    [/[پچژگ]/u, "fa"],
  ],
  hi: [[/ळ/u, "mr"]],
};

/** Words that are in nearly every sentence of a language, and hardly in another's. */
const LATIN_WORDS: Readonly<Record<string, string>> = {
  en: "the and is of to that with are was for which it",
  es: "el los las y que una es por con para del como",
  fr: "le les des et est une dans pour que sur avec du",
  de: "der die das und ist nicht ein eine mit auf von den",
  pt: "o os uma não que é para com do da em por",
  it: "il gli che è una per con della di sono nel non",
};

const SAMPLE_CHARACTERS = 5_000;
const CJK_WEIGHT = 2;

/** The most probable language of a text as a BCP 47 tag: by its script, and for Latin letters by its commonest words. */
export function detectLanguage(text: string): string {
  const sample = text.slice(0, SAMPLE_CHARACTERS);
  const counts = new Map<string, number>();
  for (const [pattern, language] of BY_SCRIPT) counts.set(language, sample.match(pattern)?.length ?? 0);
  // Japanese is written with Han letters too; its own ones decide.
  if ((counts.get("ja") ?? 0) * 10 > (counts.get("zh") ?? 0)) {
    counts.set("ja", (counts.get("ja") ?? 0) + (counts.get("zh") ?? 0));
  }
  for (const language of ["ja", "ko", "zh"]) counts.set(language, (counts.get(language) ?? 0) * CJK_WEIGHT);
  const [language, count] = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best));
  const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0;
  // Terms in Latin letters are at home in texts of other scripts.
  if (count === 0 || count * 2 < latin) return latinLanguage(sample);
  return BY_LETTER[language]?.find(([letter]) => letter.test(sample))?.[1] ?? language;
}

function latinLanguage(sample: string): string {
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? [];
  const scores = Object.entries(LATIN_WORDS).map(([language, list]) => {
    const common = new Set(list.split(" "));
    return { language, score: words.filter((word) => common.has(word)).length };
  });
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a));
  const english = scores.find(({ language }) => language === "en")?.score ?? 0;
  return best.score >= 2 && best.score > english ? best.language : "en";
}

import { ar } from "./wordings/ar.ts";
import { bn } from "./wordings/bn.ts";
import { de } from "./wordings/de.ts";
import { es } from "./wordings/es.ts";
import { fr } from "./wordings/fr.ts";
import { hi } from "./wordings/hi.ts";
import { ta } from "./wordings/ta.ts";
import { te } from "./wordings/te.ts";
import { zh } from "./wordings/zh.ts";
import type { Wording } from "./wordings/wording.ts";

const WORDINGS: Readonly<Record<string, Wording>> = { hi, bn, ta, te, ar, es, fr, de, zh };

const NUMBER = "\\p{Nd}[\\p{Nd}.,٫٬]*(?<![.,])";

/**
 * A text for a voice of another language, which reads its own numbers but not the signs around them: units, money,
 * percent, ranges and the signs of arithmetic in its words. As it is for a language that is not known here.
 */
export function readOtherLanguage(text: string, language: string): string {
  const wording = WORDINGS[language.split("-")[0]?.toLowerCase() ?? ""];
  if (wording === undefined) return text;
  const put = (pattern: string, ...numbers: string[]) =>
    numbers.reduce((said, number) => said.replace("{}", number), pattern);
  const arithmetic: readonly (readonly [RegExp, string])[] = [
    [/(?<=[\p{L}\p{N})])\s*\+\s*(?=[\p{L}\p{N}(])/gu, wording.plus],
    [/\s−\s/gu, wording.minus],
    [/\s=\s|(?<=[\p{L}\p{N})])=(?=[\p{L}\p{N}(])/gu, wording.equals],
    [/(?<=\p{N})\s*[×*]\s*(?=\p{N})/gu, wording.times],
  ];
  let read = text
    .replace(new RegExp(`([₹$€£])\\s?(${NUMBER})`, "gu"), (whole, sign: string, number: string) =>
      put(wording.currencies[sign] ?? whole, number),
    )
    .replace(
      new RegExp(`(?<![\\p{Nd}-])(${NUMBER})\\s?[-–]\\s?(${NUMBER})(?![\\p{Nd}]*-)`, "gu"),
      (_whole, from: string, to: string) => put(wording.range, from, to),
    )
    .replace(new RegExp(`(${NUMBER})\\s?[%٪]`, "gu"), (_whole, number: string) =>
      put(wording.percent, number),
    );
  for (const [unit, pattern] of Object.entries(wording.units)) {
    const written = unit.replace("/", "\\/");
    read = read.replace(
      new RegExp(`(${NUMBER})\\s?${written}(?![\\p{sc=Latn}²³/])`, "gu"),
      (_whole, number: string) => put(pattern, number),
    );
  }
  for (const [pattern, word] of arithmetic) read = read.replace(pattern, ` ${word} `);
  return read;
}

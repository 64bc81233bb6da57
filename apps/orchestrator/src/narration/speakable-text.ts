import { readEnglish } from "./reading/read-english.ts";
import { readOtherLanguage } from "./reading/read-other-language.ts";

/** A longer run without a blank is not a word; its beginning is read. */
const WORD_MAX_CHARACTERS = 30;

/**
 * What the English voices are given for a sentence: plain ASCII, with everything in words. null when they cannot say
 * it, because most of its letters are of another script or nothing is left.
 */
export function speakableText(text: string): string | null {
  const letters = text.match(/[\p{L}\p{M}]/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter));
  if (latin.length * 2 < letters.length) return null;

  const spoken = readEnglish(text)
    .replace(/[–—]/g, ", ")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9 .,;:?!'()-]/g, " ")
    .replace(/\S{31,}/g, (run) => run.slice(0, WORD_MAX_CHARACTERS))
    .replace(/ +/g, " ")
    .replace(/ (?=[.,;:?!])/g, "")
    .trim();
  return /[A-Za-z0-9]/.test(spoken) ? spoken : null;
}

/** Where a comma in a number begins its fraction; elsewhere it groups digits, and voices stumble over it. */
const DECIMAL_COMMA = new Set(["de", "es", "fr", "pt", "it", "nl", "pl", "ru", "tr", "id", "vi"]);

const GROUPING = /(?<=\d),(?=\d{2,3}(?:\D|$|,))/g;

/**
 * What a voice of another language is given: it reads its own numbers, but stumbles over addresses, marks and
 * pictures, and over signs that its language has words for. null when no letter or digit is left.
 */
export function cleanForSpeech(text: string, language = "und"): string | null {
  const hasDecimalComma = DECIMAL_COMMA.has(language.split("-")[0]?.toLowerCase() ?? "");
  const spoken = readOtherLanguage(text.replace(/\b(?:https?:\/\/|www\.)\S+/gi, " "), language)
    .replace(/[*_`#<>|~^\\{}]/g, " ")
    .replace(GROUPING, hasDecimalComma ? "$&" : "")
    .replace(/\p{Extended_Pictographic}/gu, (sign) => (/[\d#*]/.test(sign) ? sign : " "))
    .replace(/ +/g, " ")
    .trim();
  return /[\p{L}\p{N}]/u.test(spoken) ? spoken : null;
}

/** flite reads ASCII English. Everything here turns what people write into that. */

const CURRENCIES: Record<string, string> = {
  "₹": "rupees",
  $: "dollars",
  "€": "euros",
  "£": "pounds",
  "¥": "yen",
};

const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/\b(?:https?:\/\/|www\.)\S+/gi, "the link"],
  [/[\w.+-]+@[\w-]+\.[\w.]+/g, "the address"],
  // Grouped digits, Indian or Western, are read as one number without their commas.
  [/(?<=\d),(?=\d{2,3}(?:\D|$|,))/g, ""],
  [/([₹$€£¥])\s?(\d+(?:\.\d+)?)(\s+(?:thousand|lakh|crore|million|billion|trillion))?/gi, " $2$3 $1 "],
  [/\be\.g\./gi, "for example"],
  [/\bi\.e\./gi, "that is"],
  [/\betc\./gi, "and so on"],
  [/\bvs\.?(?=\s)/gi, "versus"],
  [/°\s?C\b/g, " degrees Celsius"],
  [/°\s?F\b/g, " degrees Fahrenheit"],
  [/°/g, " degrees"],
  [/(?<=\d)\s?%/g, " percent"],
  [/(?<=\d)\s*[-–]\s*(?=\d)/g, " to "],
  [/-+>|=>/g, ", then "],
  [/<=/g, " is at most "],
  [/>=/g, " is at least "],
  [/!=/g, " is not "],
  [/\s=\s|(?<=[\w)])=(?=[\w(])/g, " equals "],
  [/(?<=[\w)])\s*\+\s*(?=[\w(])/g, " plus "],
  [/×|(?<=\d)\s*\*\s*(?=\d)/g, " times "],
  [/÷/g, " divided by "],
  [/²/g, " squared"],
  [/³/g, " cubed"],
  [/\^(?=\d)/g, " to the power of "],
  [/&/g, " and "],
  [/[–—]/g, ", "],
  [/[‘’]/g, "'"],
  [/…/g, ". "],
];

/** A longer run without a blank is not a word; its beginning is read. */
const WORD_MAX_CHARACTERS = 30;

/**
 * What the English voices are given for a sentence; null when they cannot say it, because most of its letters are
 * of another script or nothing is left.
 */
export function speakableText(text: string): string | null {
  const letters = text.match(/[\p{L}\p{M}]/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter));
  if (latin.length * 2 < letters.length) return null;

  let spoken = text;
  for (const [pattern, replacement] of SPOKEN) spoken = spoken.replace(pattern, replacement);
  spoken = spoken
    .replace(/[₹$€£¥]/g, (sign) => ` ${CURRENCIES[sign] ?? ""} `)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9 .,;:?!'()-]/g, " ")
    .replace(/\S{31,}/g, (run) => run.slice(0, WORD_MAX_CHARACTERS))
    .replace(/ +/g, " ")
    .replace(/ (?=[.,;:?!])/g, "")
    .trim();
  return /[A-Za-z0-9]/.test(spoken) ? spoken : null;
}

/**
 * What a voice of another language is given: it reads its own numbers and signs, but stumbles over addresses, marks
 * and pictures. null when no letter or digit is left.
 */
export function cleanForSpeech(text: string): string | null {
  const spoken = text
    .replace(/\b(?:https?:\/\/|www\.)\S+/gi, " ")
    .replace(/[*_`#<>|~^\\{}]/g, " ")
    .replace(/(?<=\d),(?=\d{2,3}(?:\D|$|,))/g, "")
    .replace(/\p{Extended_Pictographic}/gu, (sign) => (/[\d#*]/.test(sign) ? sign : " "))
    .replace(/ +/g, " ")
    .trim();
  return /[\p{L}\p{N}]/u.test(spoken) ? spoken : null;
}

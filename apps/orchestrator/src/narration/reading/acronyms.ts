/** Acronyms that are read like words, though they are short. */
const WORDS = new Set(
  (
    "AIDS ASEAN AYUSH BIMSTEC BRICS CAT CERN COVID DRAM ESMA FIFA GAAP GAGAN GATE INTERPOL ISRO IRNSS JPEG LASER " +
    "MUDRA NABARD NASA NASSCOM NATO NEET NEERI NIMHANS NITI OPEC PESA PIN POSCO POCSO QUAD RADAR RAM RERA ROM SAARC SARS SEBI SIM " +
    "SONAR SWOT TRAI UNCTAD UNESCO UNICEF VAT ZIP"
  ).split(" "),
);

/** Words in capitals that are no acronyms. */
const NO_ACRONYMS = new Set("A I OK NO SO OR AND THE IN ON AT TO OF IS IT".split(" "));

const SPELLED_MAX_LETTERS = 5;

/**
 * Spells acronyms out letter by letter (`G D P`), except those that are read like words. A text that is in capitals
 * altogether has none: only what cannot be read as a word is spelled there.
 */
export function spellAcronyms(text: string): string {
  const words = text.match(/\b[A-Za-z]{2,}\b/g) ?? [];
  const isShouted =
    words.length > 2 && words.filter((word) => word === word.toUpperCase()).length * 2 > words.length;
  return text
    .replace(/(?<![A-Za-z])([A-Z]{2,})(s?)(?![A-Za-z])/g, (whole, letters: string, plural: string) =>
      isSpelled(letters, isShouted) ? `${spelled(letters)}${plural === "" ? "" : "'s"}` : whole,
    )
    .replace(/\b(?:[A-Z]\.){2,}/g, (letters) => spelled(letters.replaceAll(".", "")))
    .replace(/\bpH\b/g, "p H")
    .replace(
      /\b([mt])(RNA|DNA)\b/g,
      (_whole, kind: string, letters: string) => `${kind} ${spelled(letters)}`,
    );
}

function isSpelled(letters: string, isShouted: boolean): boolean {
  if (WORDS.has(letters) || NO_ACRONYMS.has(letters)) return false;
  const hasVowel = /[AEIOUY]/.test(letters);
  return !hasVowel || (!isShouted && letters.length <= SPELLED_MAX_LETTERS);
}

const spelled = (letters: string): string => Array.from(letters).join(" ");

import { canDraw } from "../fonts/bundled-fonts.ts";

/** Signs that the fonts lack and that plain ones can say. What is not here and cannot be drawn is left out. */
const PLAIN_SIGNS: Record<string, string> = {
  "→": "->",
  "⇒": "=>",
  "←": "<-",
  "≤": "<=",
  "≥": ">=",
  "≠": "!=",
  "≈": "~",
  "√": "sqrt ",
  "∞": "infinity",
  "\u2010": "-",
  "\u2011": "-",
  "•": "·",
  "●": "·",
  "▪": "·",
};

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

export interface CleanText {
  text: string;
  /** Different characters that were left out because no bundled font draws them. */
  undrawable: readonly string[];
}

/**
 * Makes a text from outside safe to show: one Unicode form, no control characters, no direction overrides, nothing
 * that would be drawn as an empty box. Line breaks stay, other white space becomes one blank.
 */
export function cleanText(raw: string): CleanText {
  const undrawable = new Set<string>();
  let text = "";
  for (const character of raw.normalize("NFC").replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")) {
    text += drawn(character, undrawable);
  }
  const lines = text.split("\n").map((line) => line.replace(/\s+/g, " ").trim());
  return {
    text: lines
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim(),
    undrawable: [...undrawable],
  };
}

/** One line of clean text. */
export function cleanLine(raw: string): CleanText {
  const { text, undrawable } = cleanText(raw);
  return { text: text.replace(/\s+/g, " "), undrawable };
}

/** Source code: blanks and line breaks stay where they are; tabs are four blanks. */
export function cleanCode(raw: string): CleanText {
  const undrawable = new Set<string>();
  const lines = raw
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    .replaceAll("\t", "    ")
    .split("\n")
    .map((line) =>
      Array.from(line, (character) => drawn(character, undrawable))
        .join("")
        .trimEnd(),
    );
  return { text: lines.join("\n").replace(/^\n+|\n+$/g, ""), undrawable: [...undrawable] };
}

/** Whether there is anything to read in it: a letter or a digit. */
export const isBlank = (text: string): boolean => !/[\p{L}\p{N}]/u.test(text);

function drawn(character: string, undrawable: Set<string>): string {
  if (character === "\n") return character;
  if (/\s/u.test(character)) return " ";
  const plain = PLAIN_SIGNS[character];
  if (plain !== undefined && !canDraw(character.codePointAt(0) ?? 0)) return plain;
  // Raised digits are written with a caret where the fonts lack them: ten to the fourth must not become 104.
  if (!canDraw(character.codePointAt(0) ?? 0)) {
    if (SUPERSCRIPTS.includes(character)) return `^${SUPERSCRIPTS.indexOf(character)}`;
    if (SUBSCRIPTS.includes(character)) return String(SUBSCRIPTS.indexOf(character));
  }
  if (isInvisible(character)) return "";
  if (canDraw(character.codePointAt(0) ?? 0)) return character;
  const compatible = character.normalize("NFKC");
  if (Array.from(compatible).every((part) => canDraw(part.codePointAt(0) ?? 0))) return compatible;
  undrawable.add(character);
  return "";
}

/** Control characters, direction overrides, zero-width signs and variation selectors; joiners shape Indic scripts and stay. */
function isInvisible(character: string): boolean {
  if (character === "\u200c" || character === "\u200d") return false;
  return /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\ufe00-\ufe0f]/u.test(character);
}

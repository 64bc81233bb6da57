const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const words = new Intl.Segmenter("zh", { granularity: "word" });

/** What a reader calls characters. */
export const graphemesOf = (text: string): string[] =>
  Array.from(graphemes.segment(text), ({ segment }) => segment);

/** A piece of text that no line is broken in, if it is not longer than a line. */
export interface Token {
  text: string;
  /** Whether a blank stands before it where it does not begin a line. */
  spaceBefore: boolean;
}

/** Scripts that are written without blanks: Han, Kana, Bopomofo, Thai, Lao, Khmer, Burmese. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;
/** Signs that do not begin a line, and those that do not end one. */
const CLOSING = /^[\p{Pe}\p{Pf}\p{Po}、。，．！？：；ー々]/u;
const OPENING = /[\p{Ps}\p{Pi}]$/u;

/** Cuts text where a line may be broken: at blanks, and between the words of scripts that have none. */
export function tokensOf(text: string): Token[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== "")
    .flatMap((word) => {
      if (!UNSPACED.test(word)) return [{ text: word, spaceBefore: true }];
      const tokens: Token[] = [];
      for (const { segment } of words.segment(word)) {
        const last = tokens.at(-1);
        if (last !== undefined && (CLOSING.test(segment) || OPENING.test(last.text))) last.text += segment;
        else tokens.push({ text: segment, spaceBefore: tokens.length === 0 });
      }
      return tokens;
    });
}

/** Longer sentences are cut between clauses: about a quarter of a minute of speech, and what fits one scene. */
export const PIECE_MAX_CHARACTERS = 220;

/** A full stop after these does not end a sentence. */
const ABBREVIATIONS =
  /(?:^|[\s(])(?:mr|mrs|ms|dr|prof|st|sr|jr|vs|etc|no|nos|art|arts|sec|fig|vol|pp|cf|ca|approx|govt|dept|hon|rs|e\.g|i\.e|u\.s|u\.k|a\.m|p\.m|\p{Lu})\.\s*$/iu;

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/**
 * The sentences of a clean text, in order. List marks at the start of lines go; hard-wrapped lines are joined;
 * what has no letter or digit is left out; no piece is longer than `PIECE_MAX_CHARACTERS`.
 */
export function splitSentences(text: string): string[] {
  return blocksOf(text).flatMap(sentencesOf).flatMap(cutLong).filter(hasWords);
}

/** Paragraphs, list items and lines that end like a sentence. A line goes on in the next if that starts in lower case. */
function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let isOpen = false;
  for (const line of text.split("\n")) {
    const item = line.replace(/^\s*(?:[-*·–—]|\(?\d{1,3}[.)]|#{1,6})\s+/, "");
    const isItem = item !== line;
    const previous = blocks.at(-1);
    if (isOpen && !isItem && previous !== undefined && /^[\p{Ll}\p{N}(]/u.test(item)) {
      blocks[blocks.length - 1] = `${previous} ${item}`;
    } else if (item !== "") {
      blocks.push(item);
    }
    isOpen = item !== "" && !/[.!?।:]["')\]”’]*$/u.test(item);
  }
  return blocks;
}

function sentencesOf(block: string): string[] {
  const sentences: string[] = [];
  let pending = "";
  for (const { segment } of segmenter.segment(block)) {
    pending += segment;
    if (ABBREVIATIONS.test(pending)) continue;
    sentences.push(pending.trim());
    pending = "";
  }
  return [...sentences, pending.trim()].filter((sentence) => sentence !== "");
}

function cutLong(sentence: string): string[] {
  const pieces: string[] = [];
  let rest = sentence;
  while (rest.length > PIECE_MAX_CHARACTERS) {
    const at = cutPosition(rest);
    pieces.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...pieces, rest];
}

/** After the last clause mark that leaves a piece of some size, else after the last word, else in the middle of a word. */
function cutPosition(text: string): number {
  const head = text.slice(0, PIECE_MAX_CHARACTERS);
  const clause = Math.max(
    ...[";", ":", ",", " – ", " — ", ")"].map((mark) => head.lastIndexOf(mark) + mark.length),
  );
  if (clause > PIECE_MAX_CHARACTERS / 3) return clause;
  const word = head.lastIndexOf(" ");
  if (word > 0) return word;
  // Never between the halves of a surrogate pair.
  return /[\ud800-\udbff]$/.test(head) ? head.length - 1 : head.length;
}

const hasWords = (sentence: string) => /[\p{L}\p{N}]/u.test(sentence);

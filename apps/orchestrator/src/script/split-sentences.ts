/** Longer sentences are cut between clauses: about a quarter of a minute of speech, and what fits one scene. */
export const PIECE_MAX_CHARACTERS = 220;

/** A full stop after these does not end a sentence. */
const ABBREVIATIONS =
  /(?:^|[\s(])(?:mr|mrs|ms|dr|prof|st|sr|jr|vs|etc|no|nos|art|arts|sec|fig|vol|pp|cf|ca|approx|govt|dept|hon|rs|e\.g|i\.e|u\.s|u\.k|a\.m|p\.m|\p{Lu})\.\s*$/iu;

/** Scripts that write a word with a sign or two say as much in a third of the length. */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const DENSE_PIECE_MAX_CHARACTERS = 80;

const segmenters = new Map<string, Intl.Segmenter>();

/** Cuts as the language does: danda, Arabic question marks and full-width full stops end sentences too. */
function segmenterFor(language: string): Intl.Segmenter {
  const known = segmenters.get(language);
  if (known !== undefined) return known;
  // A tag that nobody knows is cut like English.
  const isKnown = isLanguageTag(language) && Intl.Segmenter.supportedLocalesOf(language).length > 0;
  const made = new Intl.Segmenter(isKnown ? language : "en", { granularity: "sentence" });
  segmenters.set(language, made);
  return made;
}

const isLanguageTag = (language: string) => /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(language);

/**
 * The sentences of a clean text, in order. List marks at the start of lines go; hard-wrapped lines are joined;
 * what has no letter or digit is left out; no piece is longer than `PIECE_MAX_CHARACTERS`.
 */
export function splitSentences(text: string, language = "en"): string[] {
  const segmenter = segmenterFor(language);
  return blocksOf(text)
    .flatMap((block) => sentencesOf(block, segmenter))
    .flatMap(cutLong)
    .filter(hasWords);
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
    isOpen = item !== "" && !/[.!?।॥:。！？؟۔…：]["')\]”’»」』]*$/u.test(item);
  }
  return blocks;
}

function sentencesOf(block: string, segmenter: Intl.Segmenter): string[] {
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
  const max = DENSE.test(sentence) ? DENSE_PIECE_MAX_CHARACTERS : PIECE_MAX_CHARACTERS;
  while (rest.length > max) {
    const at = cutPosition(rest, max);
    pieces.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...pieces, rest];
}

/** After the last clause mark that leaves a piece of some size, else after the last word, else in the middle of a word. */
function cutPosition(text: string, max: number): number {
  const head = text.slice(0, max);
  const clause = Math.max(
    ...[";", ":", ",", " – ", " — ", ")", "،", "؛", "，", "、", "；", "："].map(
      (mark) => head.lastIndexOf(mark) + mark.length,
    ),
  );
  if (clause > max / 3) return clause;
  const word = head.lastIndexOf(" ");
  if (word > 0) return word;
  // Never between the halves of a surrogate pair.
  return /[\ud800-\udbff]$/.test(head) ? head.length - 1 : head.length;
}

const hasWords = (sentence: string) => /[\p{L}\p{N}]/u.test(sentence);

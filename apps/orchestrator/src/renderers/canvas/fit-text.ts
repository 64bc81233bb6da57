import { createCanvas } from "@napi-rs/canvas";
import { type Font, setFont } from "../../fonts/bundled-fonts.ts";
import { graphemesOf, tokensOf } from "./text-tokens.ts";

export interface FitOptions {
  widthPx: number;
  heightPx: number;
  /** The size to start from. */
  maxSizePx: number;
  /** The smallest that can still be read: below it the text is said not to fit, though it stays in its box. */
  minSizePx?: number;
  weight: Font["weight"];
  typeface?: Font["typeface"];
  /** Distance of lines, as a part of the size. */
  lineHeight: number;
  /** Space between paragraphs, as a part of the size. */
  paragraphGap?: number;
}

/** A piece of a line that is drawn at once: a word, or the whole line where its script runs from right to left. */
interface PlacedWord {
  text: string;
  xPx: number;
}

interface FittedLine {
  text: string;
  widthPx: number;
  words: readonly PlacedWord[];
}

export interface FittedText {
  font: Font;
  linePx: number;
  /** The lines of each paragraph, with the offset of its first line from the top of the whole. */
  paragraphs: readonly { lines: readonly FittedLine[]; topPx: number; heightPx: number }[];
  heightPx: number;
  /** The longest line. Never more than the box's width. */
  widthPx: number;
  /** Whether the size is not below the smallest allowed. */
  fits: boolean;
}

const measuring = createCanvas(1, 1).getContext("2d");

export function measureText(text: string, font: Font): number {
  setFont(measuring, text, font);
  return measuring.measureText(text).width;
}

const SIZE_STEP = 0.95;
/** Where nothing can be seen any more: a box without room does not keep us here for ever. */
const SMALLEST_PX = 0.5;
const SMALLEST_UNCUT_RATIO = 0.5;

/**
 * Wraps paragraphs into a box at the largest size at which all of them fit.
 *
 * Whatever the text is, the result lies inside the box: the type shrinks rather than overflow, and a word that is longer
 * than a line also in small type is cut. Lines of a paragraph are of about equal length.
 */
export function fitText(paragraphs: readonly string[], options: FitOptions): FittedText {
  const measured = paragraphs.map((text) => measureParagraph(text, options));
  let sizePx = options.maxSizePx;
  // Smaller type reads better than a word cut in two, as long as it can be read.
  const longest = Math.max(0, ...measured.flatMap(({ tokens }) => tokens.map(({ width }) => width)));
  const uncutPx = options.widthPx / (longest * 1.005);
  if (uncutPx >= Math.max(options.minSizePx ?? 0, options.maxSizePx * SMALLEST_UNCUT_RATIO)) {
    sizePx = Math.min(sizePx, uncutPx);
  }
  for (;;) {
    // Widths grow with the size, but not to the last fraction of a pixel: what was reckoned is measured before it counts.
    while (sizePx > SMALLEST_PX && reckonedHeight(measured, sizePx, options) > options.heightPx)
      sizePx = smallerThan(sizePx, options);
    const fitted = layOut(measured, sizePx, options);
    if (fitted.widthPx <= options.widthPx && fitted.heightPx <= options.heightPx) return fitted;
    if (sizePx <= SMALLEST_PX) return fitted;
    sizePx = smallerThan(sizePx, options);
  }
}

/** The next size to try. The smallest that can be read is not stepped over. */
function smallerThan(sizePx: number, { minSizePx = 0 }: FitOptions): number {
  const next = sizePx * SIZE_STEP;
  return sizePx > minSizePx && next < minSizePx ? minSizePx : next;
}

/** A word with its width at a size of one pixel. */
interface MeasuredToken {
  text: string;
  width: number;
  spaceBefore: boolean;
  /** Its characters with their widths, for a word that is longer than a line. */
  graphemes(): readonly { text: string; width: number }[];
}

interface MeasuredParagraph {
  tokens: readonly MeasuredToken[];
  space: number;
}

const REFERENCE_PX = 100;

type Letters = Pick<FitOptions, "weight" | "typeface">;

const knownParagraphs = new Map<string, MeasuredParagraph>();
/** Cells and items, which every cut that is tried holds again; a long text is tried in parts that are never the same. */
const REMEMBERED_MAX_CHARACTERS = 100;
const MOST_PARAGRAPHS = 5_000;

function measureParagraph(text: string, letters: Letters): MeasuredParagraph {
  if (text.length > REMEMBERED_MAX_CHARACTERS) return measureTokens(text, letters);
  const key = `${letters.weight} ${letters.typeface ?? ""} ${text}`;
  const known = knownParagraphs.get(key);
  if (known !== undefined) return known;
  const measured = measureTokens(text, letters);
  if (knownParagraphs.size >= MOST_PARAGRAPHS) knownParagraphs.clear();
  knownParagraphs.set(key, measured);
  return measured;
}

function measureTokens(text: string, letters: Letters): MeasuredParagraph {
  const tokens = tokensOf(text).map((token): MeasuredToken => {
    let graphemes: { text: string; width: number }[] | undefined;
    return {
      ...token,
      width: widthOf(token.text, letters),
      graphemes: () =>
        (graphemes ??= graphemesOf(token.text).map((part) => ({
          text: part,
          width: widthOf(part, letters),
        }))),
    };
  });
  return { tokens, space: widthOf(" ", letters) };
}

const widths = new Map<string, number>();
/** The same words are measured for every size and every cut that is tried; a server must not remember all of them. */
const MOST_REMEMBERED = 20_000;

/** Width of a word at a size of one pixel. */
function widthOf(word: string, { weight, typeface = "sans" }: Letters): number {
  const key = `${weight} ${typeface} ${word}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  const width = measureText(word, { sizePx: REFERENCE_PX, weight, typeface }) / REFERENCE_PX;
  if (widths.size >= MOST_REMEMBERED) widths.clear();
  widths.set(key, width);
  return width;
}

/** What there is to know of a text before its size is chosen. Widths are those at a size of one pixel. */
export interface ReckonedText {
  width: number;
  longestWord: number;
  /** @param width Of the lines, in units of the size. */
  linesAt(width: number): number;
}

/** Measures a text once for many sizes. */
export function reckonText(text: string, letters: Letters): ReckonedText {
  const paragraph = measureParagraph(text, letters);
  const { tokens, space } = paragraph;
  return {
    width: tokens.reduce(
      (sum, { width, spaceBefore }, index) => sum + width + (index > 0 && spaceBefore ? space : 0),
      0,
    ),
    longestWord: Math.max(0, ...tokens.map(({ width }) => width)),
    linesAt: (width) => wrap(paragraph, width).length,
  };
}

function reckonedHeight(
  paragraphs: readonly MeasuredParagraph[],
  sizePx: number,
  options: FitOptions,
): number {
  const lines = paragraphs.reduce(
    (sum, paragraph) => sum + wrap(paragraph, options.widthPx / sizePx).length,
    0,
  );
  const gaps = Math.max(0, paragraphs.length - 1) * (options.paragraphGap ?? 0);
  return (lines * options.lineHeight + gaps) * sizePx;
}

function layOut(paragraphs: readonly MeasuredParagraph[], sizePx: number, options: FitOptions): FittedText {
  const { weight, typeface = "sans", minSizePx = 0 } = options;
  const font = { sizePx, weight, typeface };
  const linePx = sizePx * options.lineHeight;
  const gapPx = sizePx * (options.paragraphGap ?? 0);
  let topPx = 0;
  const placed = paragraphs.map((paragraph) => {
    const lines = wrapEvenly(paragraph, options.widthPx / sizePx).map((tokens) =>
      placeLine(tokens, paragraph.space, font),
    );
    const heightPx = lines.length * linePx;
    const at = topPx;
    topPx += heightPx + gapPx;
    return { lines, topPx: at, heightPx };
  });
  const widthPx = Math.max(0, ...placed.flatMap(({ lines }) => lines.map((line) => line.widthPx)));
  const heightPx = Math.max(0, topPx - gapPx);
  return { font, linePx, paragraphs: placed, heightPx, widthPx, fits: sizePx >= minSizePx };
}

function placeLine(tokens: readonly MeasuredToken[], space: number, font: Font): FittedLine {
  const text = tokens
    .map((token, index) => (index > 0 && token.spaceBefore ? ` ${token.text}` : token.text))
    .join("");
  if (hasRightToLeft(text)) {
    const widthPx = measureText(text, font);
    return { text, widthPx, words: [{ text, xPx: 0 }] };
  }
  let xPx = 0;
  const words = tokens.map((token, index) => {
    if (index > 0 && token.spaceBefore) xPx += space * font.sizePx;
    const at = xPx;
    xPx += token.width * font.sizePx;
    return { text: token.text, xPx: at };
  });
  // What is drawn at another size than it was measured at is off by less than a tenth of a pixel.
  return { text, widthPx: xPx, words };
}

/** Hebrew, Arabic and their presentation forms. */
export const hasRightToLeft = (text: string): boolean =>
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(text);

/** What a number that is parted from its unit or its month costs, as a line that is so much longer, in parts of a line. */
const PARTED_NUMBER_RATIO = 0.35;
/** Not four digits, which are a year. */
const NUMBER = /^(?!\p{Nd}{4}$)\p{Sc}?\p{Nd}+(?:[.,:]\p{Nd}+)*$/u;

/**
 * Wraps into as few lines as there have to be, of lengths as equal as can be, so that no line is left with one word. A
 * number stays with the word after it where that costs little.
 */
function wrapEvenly(paragraph: MeasuredParagraph, width: number): MeasuredToken[][] {
  const full = wrap(paragraph, width);
  if (full.length < 2 || full.length > 6) return full;
  const tokens = full.flat();
  // The sum of squares is least where all are equal. `least[to]` is that of the lines so far, up to a token.
  const parted = (width * PARTED_NUMBER_RATIO) ** 2;
  let least: number[] = [0];
  const starts: number[][] = [];
  for (let line = 0; line < full.length; line += 1) {
    const [next, from]: [number[], number[]] = [[], []];
    for (const [start, before] of least.entries()) {
      if (!Number.isFinite(before)) continue;
      let used = 0;
      for (let to = start; to < tokens.length; to += 1) {
        const token = tokens[to];
        if (token === undefined) break;
        used += token.width + (to > start && token.spaceBefore ? paragraph.space : 0);
        if (used > width) break;
        const isParted = NUMBER.test(token.text) && tokens[to + 1]?.spaceBefore === true;
        const cost = before + used ** 2 + (isParted ? parted : 0);
        if (cost >= (next[to + 1] ?? Infinity)) continue;
        next[to + 1] = cost;
        from[to + 1] = start;
      }
    }
    least = Array.from({ length: tokens.length + 1 }, (_cost, at) => next[at] ?? Infinity);
    starts.push(from);
  }
  const lines: MeasuredToken[][] = [];
  let end = tokens.length;
  for (const from of starts.toReversed()) {
    const start = from[end];
    if (start === undefined) return full;
    lines.unshift(tokens.slice(start, end));
    end = start;
  }
  return lines;
}

/** @param width In units of the size. */
function wrap({ tokens, space }: MeasuredParagraph, width: number): MeasuredToken[][] {
  const lines: MeasuredToken[][] = [];
  let line: MeasuredToken[] = [];
  let used = 0;
  for (const token of tokens.flatMap((each) => cutToken(each, width))) {
    const gap = line.length > 0 && token.spaceBefore ? space : 0;
    if (line.length > 0 && used + gap + token.width > width) {
      lines.push(line);
      [line, used] = [[], 0];
    }
    used += (line.length > 0 ? gap : 0) + token.width;
    line.push(token);
  }
  return line.length === 0 ? lines : [...lines, line];
}

/** A word wider than a line, in parts that are not. Cut between what a reader calls characters. */
function cutToken(token: MeasuredToken, width: number): MeasuredToken[] {
  if (token.width <= width) return [token];
  const parts: MeasuredToken[] = [];
  for (const grapheme of token.graphemes()) {
    const last = parts.at(-1);
    if (last !== undefined && last.width + grapheme.width <= width) {
      last.text += grapheme.text;
      last.width += grapheme.width;
    } else {
      const spaceBefore = parts.length === 0 && token.spaceBefore;
      parts.push({ ...grapheme, spaceBefore, graphemes: () => [] });
    }
  }
  return parts;
}

/** One line, shortened with an ellipsis until it fits. */
export function fitLine(text: string, widthPx: number, font: Font): string {
  if (measureText(text, font) <= widthPx) return text;
  const parts = graphemesOf(text);
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measureText(`${parts.slice(0, middle).join("")} …`, font) <= widthPx) low = middle;
    else high = middle - 1;
  }
  const head = parts.slice(0, low).join("");
  const lastBlank = head.lastIndexOf(" ");
  // At a word's end, unless that would cost most of the line.
  return `${(lastBlank > head.length / 2 ? head.slice(0, lastBlank) : head).trimEnd()} …`;
}

import { createCanvas } from "@napi-rs/canvas";
import { type FontWeight, setFont } from "../../fonts/bundled-fonts.ts";

export interface FitOptions {
  widthPx: number;
  heightPx: number;
  /** The size to start from. How small it gets is bounded by how much text a scene is given. */
  maxSizePx: number;
  weight: FontWeight;
  /** Distance of lines, as a part of the size. */
  lineHeight: number;
  /** Space between paragraphs, as a part of the size. */
  paragraphGap?: number;
}

export interface FittedText {
  sizePx: number;
  weight: FontWeight;
  linePx: number;
  /** The lines of each paragraph, with the offset of its first line from the top of the whole. */
  paragraphs: readonly { lines: readonly string[]; topPx: number }[];
  heightPx: number;
  /** The longest line. Never more than the box's width. */
  widthPx: number;
}

const measuring = createCanvas(1, 1).getContext("2d");

export function measureText(text: string, sizePx: number, weight: FontWeight): number {
  setFont(measuring, text, { sizePx, weight });
  return measuring.measureText(text).width;
}

const SIZE_STEP = 0.94;

/**
 * Wraps paragraphs into a box at the largest size at which all of them fit.
 *
 * Whatever the text is, the result lies inside the box: words longer than a line are cut, and the type shrinks
 * rather than overflow. Lines of a paragraph are of about equal length.
 */
export function fitText(paragraphs: readonly string[], options: FitOptions): FittedText {
  let sizePx = options.maxSizePx;
  let fitted = layOut(paragraphs, sizePx, options, wrap);
  while (fitted.heightPx > options.heightPx || fitted.widthPx > options.widthPx) {
    sizePx *= SIZE_STEP;
    fitted = layOut(paragraphs, sizePx, options, wrap);
  }
  return layOut(paragraphs, sizePx, options, wrapEvenly);
}

type Wrap = (text: string, widthPx: number, sizePx: number, weight: FontWeight) => string[];

function layOut(
  paragraphs: readonly string[],
  sizePx: number,
  options: FitOptions,
  wrapText: Wrap,
): FittedText {
  const { weight, widthPx } = options;
  const linePx = sizePx * options.lineHeight;
  const gapPx = sizePx * (options.paragraphGap ?? 0);
  const placed: { lines: string[]; topPx: number }[] = [];
  let topPx = 0;
  let widest = 0;
  for (const paragraph of paragraphs) {
    const lines = wrapText(paragraph, widthPx, sizePx, weight);
    for (const line of lines) widest = Math.max(widest, measureText(line, sizePx, weight));
    placed.push({ lines, topPx });
    topPx += lines.length * linePx + gapPx;
  }
  const heightPx = Math.max(0, topPx - gapPx);
  return { sizePx, weight, linePx, paragraphs: placed, heightPx, widthPx: widest };
}

/** Wraps at the narrowest width that needs no more lines than the full one, so that no line is left with one word. */
function wrapEvenly(text: string, widthPx: number, sizePx: number, weight: FontWeight): string[] {
  const full = wrap(text, widthPx, sizePx, weight);
  if (full.length < 2 || full.length > 6) return full;
  let [low, high] = [widthPx / 2, widthPx];
  let best = full;
  while (high - low > sizePx / 2) {
    const middle = (low + high) / 2;
    const lines = wrap(text, middle, sizePx, weight);
    if (lines.length === full.length) [high, best] = [middle, lines];
    else low = middle;
  }
  return best;
}

function wrap(text: string, widthPx: number, sizePx: number, weight: FontWeight): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((each) => cutWord(each, widthPx, sizePx, weight))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && measureText(longer, sizePx, weight) > widthPx) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return line === "" ? lines : [...lines, line];
}

/** A word wider than a line, in parts that are not. Cut between what a reader calls characters. */
function cutWord(word: string, widthPx: number, sizePx: number, weight: FontWeight): string[] {
  if (measureText(word, sizePx, weight) <= widthPx) return [word];
  const parts: string[] = [];
  let rest = graphemesOf(word);
  while (rest.length > 0) {
    const fitting = (count: number) => measureText(rest.slice(0, count).join(""), sizePx, weight) <= widthPx;
    const count = Math.max(1, largestFitting(rest.length, fitting));
    parts.push(rest.slice(0, count).join(""));
    rest = rest.slice(count);
  }
  return parts;
}

/** One line, shortened with an ellipsis until it fits. */
export function fitLine(text: string, widthPx: number, sizePx: number, weight: FontWeight): string {
  if (measureText(text, sizePx, weight) <= widthPx) return text;
  const parts = graphemesOf(text);
  const fitting = (count: number) =>
    measureText(`${parts.slice(0, count).join("")} …`, sizePx, weight) <= widthPx;
  const head = parts.slice(0, largestFitting(parts.length, fitting)).join("");
  const lastBlank = head.lastIndexOf(" ");
  // At a word's end, unless that would cost most of the line.
  return `${(lastBlank > head.length / 2 ? head.slice(0, lastBlank) : head).trimEnd()} …`;
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const graphemesOf = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);

/** The largest count up to `most` for which `isFitting` holds, 0 when there is none. */
function largestFitting(most: number, isFitting: (count: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isFitting(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

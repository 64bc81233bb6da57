import { createCanvas } from "@napi-rs/canvas";
import { canvasFont, type FontWeight, registerFonts } from "../../fonts/bundled-fonts.ts";

export interface FitOptions {
  widthPx: number;
  heightPx: number;
  /** The size to start from, and the size that is only gone below when nothing else helps. */
  maxSizePx: number;
  minSizePx: number;
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

registerFonts();
const measuring = createCanvas(1, 1).getContext("2d");

export function measureText(text: string, sizePx: number, weight: FontWeight): number {
  measuring.font = canvasFont(sizePx, weight);
  return measuring.measureText(text).width;
}

const SIZE_STEP = 0.94;

/**
 * Wraps paragraphs into a box at the largest size at which all of them fit.
 *
 * Whatever the text is, the result lies inside the box: words longer than a line are cut, and below `minSizePx` the
 * type shrinks on rather than overflow. Lines of a paragraph are of about equal length.
 */
export function fitText(paragraphs: readonly string[], options: FitOptions): FittedText {
  let fitted = layOut(paragraphs, options.maxSizePx, options);
  while (fitted.heightPx > options.heightPx || fitted.widthPx > options.widthPx) {
    fitted = layOut(paragraphs, fitted.sizePx * SIZE_STEP, options);
  }
  return fitted;
}

function layOut(paragraphs: readonly string[], sizePx: number, options: FitOptions): FittedText {
  const { weight, widthPx } = options;
  const linePx = sizePx * options.lineHeight;
  const gapPx = sizePx * (options.paragraphGap ?? 0);
  const placed: { lines: string[]; topPx: number }[] = [];
  let topPx = 0;
  let widest = 0;
  for (const paragraph of paragraphs) {
    const lines = wrapEvenly(paragraph, widthPx, sizePx, weight);
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

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** A word wider than a line, in parts that are not. Cut between what a reader calls characters. */
function cutWord(word: string, widthPx: number, sizePx: number, weight: FontWeight): string[] {
  if (measureText(word, sizePx, weight) <= widthPx) return [word];
  const parts: string[] = [];
  let part = "";
  for (const { segment } of graphemes.segment(word)) {
    if (part !== "" && measureText(part + segment, sizePx, weight) > widthPx) {
      parts.push(part);
      part = "";
    }
    part += segment;
  }
  return [...parts, part];
}

/** One line, shortened with an ellipsis until it fits. */
export function fitLine(text: string, widthPx: number, sizePx: number, weight: FontWeight): string {
  if (measureText(text, sizePx, weight) <= widthPx) return text;
  const parts = [...graphemes.segment(text)].map(({ segment }) => segment);
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measureText(`${parts.slice(0, middle).join("")} …`, sizePx, weight) <= widthPx) low = middle;
    else high = middle - 1;
  }
  const head = parts.slice(0, low).join("");
  const lastBlank = head.lastIndexOf(" ");
  // At a word's end, unless that would cost most of the line.
  return `${(lastBlank > head.length / 2 ? head.slice(0, lastBlank) : head).trimEnd()} …`;
}

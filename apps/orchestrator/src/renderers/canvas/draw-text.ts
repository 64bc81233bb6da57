import type { SKRSContext2D } from "@napi-rs/canvas";
import { setFont } from "../../fonts/bundled-fonts.ts";
import { eased, MOVES } from "./easing.ts";
import type { FittedText } from "./fit-text.ts";
import { hasRightToLeft } from "./fit-text.ts";
import { arrive, type Movement } from "./layer.ts";

const RISE_PX = 24;

export interface TextPlace {
  /** The left edge and the width of the box that lines are aligned in. */
  x: number;
  y: number;
  width: number;
  align: "start" | "centre";
  isRightToLeft: boolean;
}

export interface TextLook {
  colour: string;
  /** A colour of its own for some words, by their numbers in the paragraph. */
  colourOf?: (word: string, wordIndex: number) => string | undefined;
  /** How far each word is in coming in, 0 to 1, by its number in the paragraph. Absent: it is there. */
  shownOf?: (wordIndex: number) => number;
}

/** Draws one paragraph of a fitted text with the top of the whole at `place.y`. */
export function drawParagraph(
  context: SKRSContext2D,
  text: FittedText,
  paragraphIndex: number,
  place: TextPlace,
  look: TextLook,
): void {
  const paragraph = text.paragraphs[paragraphIndex];
  if (paragraph === undefined) return;
  const alpha = context.globalAlpha;
  context.textBaseline = "middle";
  context.textAlign = "left";
  let wordIndex = 0;
  for (const [row, line] of paragraph.lines.entries()) {
    const left = place.x + startOf(line.widthPx, place);
    const middle = place.y + paragraph.topPx + (row + 0.5) * text.linePx;
    for (const word of line.words) {
      const index = wordIndex;
      wordIndex += 1;
      const shown = look.shownOf?.(index) ?? 1;
      if (shown <= 0) continue;
      context.globalAlpha = alpha * shown;
      context.fillStyle = look.colourOf?.(word.text, index) ?? look.colour;
      context.direction = hasRightToLeft(word.text) && place.isRightToLeft ? "rtl" : "ltr";
      setFont(context, word.text, text.font);
      context.fillText(word.text, left + word.xPx, middle + RISE_PX * (1 - shown));
    }
  }
  context.direction = "ltr";
  context.globalAlpha = alpha;
}

function startOf(lineWidth: number, { width, align, isRightToLeft }: TextPlace): number {
  if (align === "centre") return (width - lineWidth) / 2;
  return isRightToLeft ? width - lineWidth : 0;
}

/** Draws a single line at a height, aligned at an edge or around a middle. */
export function drawLine(
  context: SKRSContext2D,
  text: string,
  font: FittedText["font"],
  at: { x: number; middleY: number; align: "left" | "right" | "center" },
  colour: string,
): void {
  context.textBaseline = "middle";
  context.textAlign = at.align;
  context.fillStyle = colour;
  context.direction = hasRightToLeft(text) ? "rtl" : "ltr";
  setFont(context, text, font);
  context.fillText(text, at.x, at.middleY);
  context.direction = "ltr";
  context.textAlign = "left";
}

/** When each word of a paragraph comes in: one after the other, done before two thirds of it are spoken. */
export interface WordTiming {
  fromSeconds: number;
  staggerSeconds: number;
  movement: Movement;
}

export function wordTiming(
  text: FittedText,
  index: number,
  { appearsAtSeconds, spokenUntilSeconds }: { appearsAtSeconds: number; spokenUntilSeconds: number },
): WordTiming {
  const count = text.paragraphs[index]?.lines.reduce((sum, { words }) => sum + words.length, 0) ?? 0;
  const spokenSeconds = Math.max(0.2, spokenUntilSeconds - appearsAtSeconds);
  const staggerSeconds = Math.min(MOVES.stagger, (spokenSeconds * 0.65) / Math.max(1, count));
  const last = arrive(Math.max(0, count - 1) * staggerSeconds, MOVES.appear);
  return {
    fromSeconds: appearsAtSeconds,
    staggerSeconds,
    movement: {
      fromSeconds: appearsAtSeconds,
      lengthSeconds: last.fromSeconds + last.lengthSeconds,
      slowAfterSeconds: last.fromSeconds + (last.slowAfterSeconds ?? Infinity),
    },
  };
}

export const wordShown =
  ({ fromSeconds, staggerSeconds }: WordTiming, nowSeconds: number) =>
  (wordIndex: number) =>
    eased(nowSeconds, fromSeconds + wordIndex * staggerSeconds, MOVES.appear);

/** A colour between two that are given as `#rrggbb`. */
export function mixColours(from: string, to: string, ratio: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [a, b] = [parseInt(from.slice(at, at + 2), 16), parseInt(to.slice(at, at + 2), 16)];
    return Math.round(a + (b - a) * ratio);
  });
  return `rgb(${parts.join(", ")})`;
}

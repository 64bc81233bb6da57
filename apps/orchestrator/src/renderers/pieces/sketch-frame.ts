import type { Caption, Storyboard } from "@spool/contracts/storyboard";
import { facesOf } from "../../fonts/bundled-fonts.ts";
import { MOVES } from "../canvas/easing.ts";
import { fitLine, fitText, hasRightToLeft } from "../canvas/fit-text.ts";
import { asRead, type Stage } from "../canvas/scene-plan.ts";
import type { Piece, PieceShape } from "./piece.ts";
import { addLine, addPanel, atStart, placed, type Sketch } from "./sketch.ts";

const DASH = { width: 44, height: 10, gap: 24 };

/** What kind of scene it is at the start of the line, what the video is about at its end. */
export function sketchHeader(sketch: Sketch, title: string): void {
  const { stage, scene } = sketch;
  const { layout, theme, isRightToLeft } = stage;
  const { header, type } = layout;
  const middleY = header.y + header.height / 2;
  const font = { sizePx: type.kicker, weight: 700 } as const;
  const count = scene.number === null ? "" : `   ${scene.number.index} / ${scene.number.total}`;
  const label = fitLine(scene.kicker.toLocaleUpperCase() + count, header.width * 0.45, font);
  const [start, end] = isRightToLeft ? (["right", "left"] as const) : (["left", "right"] as const);
  const xOf = (x: number) => (isRightToLeft ? layout.widthPx - x : x);
  if (label.trim() !== "") {
    const dash = placed(sketch, {
      ...header,
      y: middleY - DASH.height / 2,
      width: DASH.width,
      height: DASH.height,
    });
    const grows = atStart(sketch, isRightToLeft ? "growLeft" : "growRight");
    addPanel(sketch, grows, dash, { radius: DASH.height / 2, colour: theme.accent });
    const x = xOf(header.x + DASH.width + DASH.gap);
    addLine(sketch, atStart(sketch), label, font, { x, middleY, align: start }, { colour: theme.accent });
  }
  if (!layout.isWide || scene.content.kind === "title" || scene.content.kind === "question") return;
  const titleFont = { sizePx: type.kicker, weight: 400 } as const;
  const shown = fitLine(title, header.width * 0.5, titleFont);
  const at = { x: xOf(header.x + header.width), middleY, align: end };
  addLine(sketch, atStart(sketch), shown, titleFont, at, { colour: theme.textSoft });
}

const PLATE = { xPx: 34, yPx: 14, radius: 18 };

/** What is being said, on a plate of its own; the word that is heard is lit where its time is known. */
export function sketchCaptions({ captions }: Storyboard, stage: Stage, pieces: Piece[]): void {
  for (const caption of captions) if (caption.text.trim() !== "") sketchCaption(caption, stage, pieces);
}

function sketchCaption(caption: Caption, stage: Stage, pieces: Piece[]): void {
  const { layout, theme } = stage;
  const box = layout.captions;
  const text = fitText([caption.text], {
    widthPx: box.width - 2 * PLATE.xPx,
    heightPx: box.height - 2 * PLATE.yPx,
    maxSizePx: layout.type.caption,
    weight: 600,
    lineHeight: 1.24,
  });
  const plate = {
    x: box.x + (box.width - text.widthPx) / 2 - PLATE.xPx,
    y: box.y + box.height - text.heightPx - 2 * PLATE.yPx,
    width: text.widthPx + 2 * PLATE.xPx,
    height: text.heightPx + 2 * PLATE.yPx,
  };
  const push = (fromSeconds: number, untilSeconds: number, shape: PieceShape) =>
    pieces.push({ ...shape, fromSeconds, untilSeconds, entry: "there", enterSeconds: 0, exitSeconds: 0 });
  const { startSeconds, endSeconds } = caption;
  push(startSeconds, endSeconds, { kind: "panel", box: plate, radius: PLATE.radius, colour: theme.captionPlate, border: null }); // prettier-ignore
  // A line from right to left is written in one piece.
  const words = hasRightToLeft(caption.text) ? [] : (caption.words ?? []);
  let count = 0;
  for (const [row, line] of (text.paragraphs[0]?.lines ?? []).entries()) {
    const middleY = plate.y + PLATE.yPx + (row + 0.5) * text.linePx;
    const left = box.x + (box.width - line.widthPx) / 2;
    for (const word of line.words) {
      const written = (colour: string): PieceShape => ({
        kind: "text",
        text: word.text,
        x: left + word.xPx,
        middleY,
        align: "left",
        sizePx: text.font.sizePx,
        weight: text.font.weight,
        families: facesOf(word.text, "sans").map(({ family }) => family),
        colour,
        dims: null,
        isRightToLeft: hasRightToLeft(word.text),
      });
      push(startSeconds, endSeconds, written(theme.captionText));
      const heard = words[count];
      const next = words[count + 1]?.startSeconds ?? endSeconds;
      if (heard !== undefined && next > heard.startSeconds)
        push(heard.startSeconds, Math.min(next, endSeconds), written(theme.captionWord));
      count += 1;
    }
  }
}

/** How far the video is: a line that grows at the end of each sentence. */
export function sketchProgress(storyboard: Storyboard, stage: Stage, pieces: Piece[]): void {
  const { layout, theme, isRightToLeft } = stage;
  const { durationSeconds, progressSteps } = storyboard;
  const box = layout.progress;
  const radius = box.height / 2;
  const always = { untilSeconds: durationSeconds + 1, exitSeconds: 0 };
  const panel = { kind: "panel", radius, border: null } as const;
  pieces.push({
    ...panel,
    ...always,
    fromSeconds: 0,
    entry: "there",
    enterSeconds: 0,
    box,
    colour: theme.hairline,
  });
  let reached = 0;
  for (const step of progressSteps) {
    const width = box.width * Math.min(1, (step - reached) / durationSeconds) + radius;
    const x = box.x + (box.width * reached) / durationSeconds - (reached === 0 ? 0 : radius);
    const entry = isRightToLeft ? "growLeft" : "growRight";
    const grown = asRead({ ...box, x, width: Math.min(width, box.x + box.width - x) }, stage);
    pieces.push({ ...panel, ...always, fromSeconds: step, entry, enterSeconds: MOVES.progress, box: grown, colour: theme.accent }); // prettier-ignore
    reached = step;
  }
}

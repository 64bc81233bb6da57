import { tmpdir } from "node:os";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import type { Storyboard } from "@spool/contracts/storyboard";
import { openDrawing } from "../renderers/canvas/drawing.ts";
import { layerPainter } from "../renderers/canvas/paint-layers.ts";

const GAP_PX = 6;
/** The longest movements, those of charts, have ended by then. */
const SETTLED_AFTER_SECONDS = 1.6;
const ROWS: Record<Storyboard["aspect"], number> = { "16:9": 5, "9:16": 2, "1:1": 4 };

/** A PNG of what scenes look like when all of them can be seen: of several storyboards as many as there is room for, in turn. */
export async function drawSheet(
  storyboards: readonly Storyboard[],
  columns: number,
  widthPx: number,
): Promise<Buffer> {
  const [first] = storyboards;
  if (first === undefined) throw new Error("There are no samples to draw.");
  const count = columns * ROWS[first.aspect];
  const each = Math.ceil(count / storyboards.length);
  const cellWidth = (widthPx - (columns + 1) * GAP_PX) / columns;
  const pictures: Buffer[] = [];
  for (const storyboard of storyboards) {
    const scale = cellWidth / (storyboard.aspect === "16:9" ? 1_920 : 1_080);
    const drawing = await openDrawing(storyboard, tmpdir(), scale);
    const painter = layerPainter(drawing.layers, drawing.backdrop, drawing, scale);
    for (const { parts, startSeconds, endSeconds } of telling(storyboard.scenes, each)) {
      // As late as something is still being said, so that its caption is seen too, but when all of it is there.
      const spokenUntil = Math.max(
        startSeconds,
        ...parts.map(({ spokenUntilSeconds }) => spokenUntilSeconds),
      );
      const settled = Math.max(
        startSeconds,
        ...parts.map(({ appearsAtSeconds }) => appearsAtSeconds + SETTLED_AFTER_SECONDS),
      );
      painter.paint(Math.min(Math.max(spokenUntil - 0.1, settled), endSeconds - 0.35));
      pictures.push(painter.toPng());
    }
  }
  const images = await Promise.all(pictures.slice(0, count).map((picture) => loadImage(picture)));
  const cellHeight = Math.max(...images.map(({ height }) => height));
  const rows = Math.ceil(images.length / columns);
  const sheet = createCanvas(Math.round(widthPx), Math.round(rows * (cellHeight + GAP_PX) + GAP_PX));
  const context = sheet.getContext("2d");
  context.fillStyle = "#202329";
  context.fillRect(0, 0, sheet.width, sheet.height);
  for (const [index, image] of images.entries()) {
    const x = GAP_PX + (index % columns) * (cellWidth + GAP_PX);
    const y = GAP_PX + Math.floor(index / columns) * (cellHeight + GAP_PX);
    context.drawImage(image, Math.round(x), Math.round(y));
  }
  return sheet.encode("png");
}

/** The first, and of the others those of the rarest kinds, in their order. */
function telling(scenes: Storyboard["scenes"], count: number): Storyboard["scenes"] {
  const [first, ...others] = scenes;
  if (first === undefined) return [];
  const timesOf = (kind: string) => others.filter(({ content }) => content.kind === kind).length;
  const rarest = [...others].sort((a, b) => timesOf(a.content.kind) - timesOf(b.content.kind));
  const chosen = new Set([first, ...rarest.slice(0, count - 1)]);
  return scenes.filter((scene) => chosen.has(scene));
}

import { createCanvas, type Image, type SKRSContext2D } from "@napi-rs/canvas";
import { easedIn } from "./easing.ts";
import { convertToI420, i420Bytes, type PixelRect } from "./i420.ts";
import { type Layer, lookAt } from "./layer.ts";
import type { Box } from "./layout.ts";

/** How far a scene drifts up while it leaves. Layers keep that much room above what they show. */
const EXIT_DRIFT_PX = 18;

export interface Painter {
  /** Brings the picture to a moment. Only what looks different from the moment painted before is painted again. */
  paint(nowSeconds: number): void;
  /** The picture as it is now, in I420. Overwritten by the next `paint`. */
  frame: Uint8Array;
  /** The picture as an image file, for looking at it. */
  toPng(): Buffer;
}

/**
 * Paints layers over a backdrop, in their order, by dirty rectangles.
 *
 * @param scale 1 is full size; box measures are in units of a full-size picture.
 */
export function layerPainter(
  layers: readonly Layer[],
  backdrop: Image,
  size: { widthPx: number; heightPx: number },
  scale: number,
): Painter {
  const canvas = createCanvas(size.widthPx, size.heightPx);
  const context = canvas.getContext("2d");
  const frame = new Uint8Array(i420Bytes(size.widthPx, size.heightPx));
  const looks = new Float64Array(layers.length).fill(-1);
  const rects = layers.map(({ box }) => pixelsOf(box, scale, size));
  let isFirst = true;

  const repaint = (rect: PixelRect, nowSeconds: number) => {
    const touching = layers.filter((_layer, index) => looks[index] !== -1 && overlap(rects[index], rect));
    context.save();
    context.beginPath();
    context.rect(rect.x, rect.y, rect.width, rect.height);
    context.clip();
    const drawBackdrop = () => context.drawImage(backdrop, ...corners(rect), ...corners(rect));
    drawBackdrop();
    const gone = Math.max(0, ...touching.map((layer) => leftRatio(layer, nowSeconds)));
    for (const layer of touching) if (layer.exit !== undefined) drawLayer(context, layer, nowSeconds, scale);
    if (gone > 0) {
      context.globalAlpha = gone;
      drawBackdrop();
      context.globalAlpha = 1;
    }
    for (const layer of touching) if (layer.exit === undefined) drawLayer(context, layer, nowSeconds, scale);
    context.restore();
    const { data } = context.getImageData(...corners(rect));
    convertToI420(data, rect, frame, size.widthPx, size.heightPx);
  };

  return {
    frame,
    paint(nowSeconds) {
      const dirty: PixelRect[] = isFirst ? [{ x: 0, y: 0, width: size.widthPx, height: size.heightPx }] : [];
      isFirst = false;
      for (const [index, layer] of layers.entries()) {
        const look = lookAt(layer, nowSeconds);
        const rect = rects[index];
        if (look !== looks[index] && rect !== undefined) dirty.push(rect);
        looks[index] = look;
      }
      for (const rect of merged(dirty)) repaint(rect, nowSeconds);
    },
    toPng: () => canvas.toBuffer("image/png"),
  };
}

function drawLayer(context: SKRSContext2D, layer: Layer, nowSeconds: number, scale: number): void {
  context.save();
  context.scale(scale, scale);
  context.translate(0, -EXIT_DRIFT_PX * leftRatio(layer, nowSeconds));
  layer.draw(context, nowSeconds);
  context.restore();
}

const leftRatio = ({ exit }: Layer, nowSeconds: number) =>
  exit === undefined ? 0 : easedIn(nowSeconds, exit.fromSeconds, exit.lengthSeconds);

/** Whole and even pixels around a box: a part of one would be blended with what was there. */
function pixelsOf(
  box: Box,
  scale: number,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): PixelRect {
  const [left, top] = [evenBelow(Math.max(0, box.x * scale)), evenBelow(Math.max(0, box.y * scale))];
  const right = Math.min(widthPx, evenAbove((box.x + box.width) * scale));
  const bottom = Math.min(heightPx, evenAbove((box.y + box.height) * scale));
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

const evenBelow = (value: number) => Math.floor(value / 2) * 2;
const evenAbove = (value: number) => Math.ceil(value / 2) * 2;
const corners = ({ x, y, width, height }: PixelRect) => [x, y, width, height] as const;

function overlap(a: PixelRect | undefined, b: PixelRect): boolean {
  if (a === undefined) return false;
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Rectangles that do not overlap and cover the given ones. */
function merged(rects: readonly PixelRect[]): PixelRect[] {
  const done: PixelRect[] = [];
  for (let rect of rects) {
    if (rect.width === 0 || rect.height === 0) continue;
    for (;;) {
      const at = done.findIndex((other) => overlap(other, rect));
      const [other] = at < 0 ? [] : done.splice(at, 1);
      if (other === undefined) break;
      const [x, y] = [Math.min(rect.x, other.x), Math.min(rect.y, other.y)];
      rect = {
        x,
        y,
        width: Math.max(rect.x + rect.width, other.x + other.width) - x,
        height: Math.max(rect.y + rect.height, other.y + other.height) - y,
      };
    }
    done.push(rect);
  }
  return done;
}

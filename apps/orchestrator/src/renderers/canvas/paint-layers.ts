import { type Canvas, createCanvas, type Image, type SKRSContext2D } from "@napi-rs/canvas";
import { easedIn } from "./easing.ts";
import { convertToI420, i420Bytes, type PixelRect } from "./i420.ts";
import { HIDDEN, type Layer, lookAt } from "./layer.ts";
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
  const canvasFor = easels(size);
  const frame = new Uint8Array(i420Bytes(size.widthPx, size.heightPx));
  const whole: PixelRect = { x: 0, y: 0, width: size.widthPx, height: size.heightPx };
  const shown = layers.map((layer) => ({ layer, rect: pixelsOf(layer.box, scale, size), look: NOTHING }));
  let paintedSeconds: number | null = null;

  const draw = (rect: PixelRect, nowSeconds: number): Canvas => {
    const touching = shown.filter(({ look, rect: own }) => look.id !== HIDDEN && overlap(own, rect));
    const canvas = canvasFor(rect.height);
    const context = canvas.getContext("2d");
    // It remembers every stroke until all of it is cleared.
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.save();
    context.translate(0, -rect.y);
    context.beginPath();
    context.rect(rect.x, rect.y, rect.width, rect.height);
    context.clip();
    const drawBackdrop = () => context.drawImage(backdrop, ...corners(rect), ...corners(rect));
    drawBackdrop();
    const gone = Math.max(0, ...touching.map(({ layer }) => leftRatio(layer, nowSeconds)));
    const drawLayers = (isLeaving: boolean) => {
      for (const { layer, look } of touching)
        if ((layer.exit !== undefined) === isLeaving) drawLayer(context, layer, look.atSeconds, scale);
    };
    drawLayers(true);
    if (gone > 0) {
      context.globalAlpha = gone;
      drawBackdrop();
      context.globalAlpha = 1;
    }
    drawLayers(false);
    context.restore();
    return canvas;
  };

  return {
    frame,
    paint(nowSeconds) {
      const dirty = paintedSeconds === null ? [whole] : [];
      paintedSeconds = nowSeconds;
      for (const each of shown) {
        const look = lookAt(each.layer, nowSeconds);
        if (look.id !== each.look.id) dirty.push(each.rect);
        each.look = look;
      }
      for (const rect of merged(dirty)) {
        // The canvas's own memory, not a copy. What was drawn is opaque, so nothing is premultiplied in it.
        const { buffer, byteOffset, length } = draw(rect, nowSeconds).data();
        const rows = new Int32Array(buffer, byteOffset, length / 4);
        convertToI420(rows, rect, frame, size.widthPx, size.heightPx);
      }
    },
    toPng: () => draw(whole, paintedSeconds ?? 0).toBuffer("image/png"),
  };
}

/**
 * Canvases as wide as the picture and a quarter, half or all of its height. What they show is not needed once it has
 * been read, so a small part is drawn on a small one: clearing and handing over 8 MB takes longer than drawing a line.
 */
function easels({ widthPx, heightPx }: { widthPx: number; heightPx: number }): (rows: number) => Canvas {
  const heights = [heightPx / 4, heightPx / 2, heightPx].map(Math.ceil);
  const made = new Map<number, Canvas>();
  return (rows) => {
    const height = heights.find((each) => each >= rows) ?? heightPx;
    const canvas = made.get(height) ?? createCanvas(widthPx, height);
    made.set(height, canvas);
    return canvas;
  };
}

function drawLayer(context: SKRSContext2D, layer: Layer, nowSeconds: number, scale: number): void {
  context.save();
  context.scale(scale, scale);
  context.translate(0, -EXIT_DRIFT_PX * leftRatio(layer, nowSeconds));
  layer.draw(context, nowSeconds);
  context.restore();
}

const NOTHING = { id: HIDDEN, atSeconds: 0 };

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

function overlap(a: PixelRect, b: PixelRect): boolean {
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

import type { Canvas, SKRSContext2D } from "@napi-rs/canvas";
import { createEasels, type Easel, pixelsOn } from "./easels.ts";
import { easedIn } from "./easing.ts";
import { createI420Frame, NARROWEST_PX, type PixelRect } from "./i420.ts";
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
  backdrop: Canvas,
  size: { widthPx: number; heightPx: number },
  scale: number,
): Painter {
  const easelFor = createEasels(size);
  const frame = createI420Frame(pixelsOn(backdrop), size.widthPx, size.heightPx);
  const whole: PixelRect = { x: 0, y: 0, width: size.widthPx, height: size.heightPx };
  const shown = layers.map((layer) => ({ layer, rect: pixelsOf(layer.box, scale, size), look: NOTHING }));
  let paintedSeconds: number | null = null;

  const draw = (rect: PixelRect, nowSeconds: number): Easel => {
    const touching = shown.filter(({ look, rect: own }) => look.id !== HIDDEN && overlap(own, rect));
    const easel = easelFor(rect);
    const { context } = easel;
    context.save();
    context.translate(-rect.x, -rect.y);
    context.beginPath();
    context.rect(rect.x, rect.y, rect.width, rect.height);
    context.clip();
    const gone = Math.max(0, ...touching.map(({ layer }) => leftRatio(layer, nowSeconds)));
    const drawLayers = (isLeaving: boolean) => {
      for (const { layer, look } of touching)
        if ((layer.exit !== undefined) === isLeaving) drawLayer(context, layer, look.atSeconds, scale);
    };
    drawLayers(true);
    if (gone > 0) {
      context.globalAlpha = gone;
      context.globalCompositeOperation = "destination-out";
      context.fillRect(rect.x, rect.y, rect.width, rect.height);
      context.globalCompositeOperation = "source-over";
      context.globalAlpha = 1;
    }
    drawLayers(false);
    context.restore();
    return easel;
  };

  return {
    frame: frame.bytes,
    paint(nowSeconds) {
      const dirty = paintedSeconds === null ? [whole] : [];
      paintedSeconds = nowSeconds;
      for (const each of shown) {
        const look = lookAt(each.layer, nowSeconds);
        if (look.id !== each.look.id) dirty.push(each.rect);
        each.look = look;
      }
      for (const rect of merged(dirty)) {
        const { canvas } = draw(rect, nowSeconds);
        frame.write(pixelsOn(canvas), canvas.width, rect);
      }
    },
    toPng() {
      const { canvas, context } = draw(whole, paintedSeconds ?? 0);
      context.globalCompositeOperation = "destination-over";
      context.drawImage(backdrop, 0, 0);
      context.globalCompositeOperation = "source-over";
      return canvas.toBuffer("image/png");
    },
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

/** Whole pixels around a box, as they are converted: a part of one would be blended with what was there. */
function pixelsOf(
  box: Box,
  scale: number,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): PixelRect {
  const top = Math.max(0, below(box.y * scale, 2));
  const bottom = Math.min(heightPx, above((box.y + box.height) * scale, 2));
  const right = Math.min(widthPx, above((box.x + box.width) * scale, NARROWEST_PX));
  const left = Math.max(0, Math.min(below(box.x * scale, NARROWEST_PX), right - NARROWEST_PX));
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

const below = (value: number, step: number) => Math.floor(value / step) * step;
const above = (value: number, step: number) => Math.ceil(value / step) * step;

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

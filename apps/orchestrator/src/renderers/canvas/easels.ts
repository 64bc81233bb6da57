import { type Canvas, createCanvas, type SKRSContext2D } from "@napi-rs/canvas";

/** A canvas on which a part of a picture is drawn, with the upper left corner of the part in its own. */
export interface Easel {
  canvas: Canvas;
  context: SKRSContext2D;
}

/**
 * Gives out an empty canvas of at least a size.
 *
 * There is one for the width and for half of it, with the height and its half, quarter and eighth: a small part is drawn
 * on a small one, since clearing and handing over 8 MB takes longer than drawing a line, and V8 collects its garbage by how
 * many bytes it was handed. What they show is not needed once it has been read.
 */
export function createEasels({
  widthPx,
  heightPx,
}: {
  widthPx: number;
  heightPx: number;
}): (size: { width: number; height: number }) => Easel {
  const widths = [widthPx / 2, widthPx].map(Math.ceil);
  const heights = [heightPx / 8, heightPx / 4, heightPx / 2, heightPx].map(Math.ceil);
  const made = new Map<string, Easel>();
  return (size) => {
    const width = widths.find((each) => each >= size.width) ?? widthPx;
    const height = heights.find((each) => each >= size.height) ?? heightPx;
    const key = `${width} ${height}`;
    const easel = made.get(key) ?? makeEasel(width, height);
    made.set(key, easel);
    // It remembers every stroke until all of it is cleared.
    easel.context.clearRect(0, 0, width, height);
    return easel;
  };
}

function makeEasel(width: number, height: number): Easel {
  const canvas = createCanvas(width, height);
  return { canvas, context: canvas.getContext("2d") };
}

/** The canvas's own memory, not a copy: a number for each pixel, premultiplied, with red in its lowest byte. */
export function pixelsOn(canvas: Canvas): Int32Array {
  const { buffer, byteOffset, length } = canvas.data();
  return new Int32Array(buffer, byteOffset, length / 4);
}

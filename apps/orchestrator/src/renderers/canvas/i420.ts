import { readFileSync } from "node:fs";

/** A part of a picture in whole pixels. Chroma has half the resolution: all four numbers are even. */
export interface PixelRect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The narrowest part that is converted, and what `i420.wat` takes at once. */
export const NARROWEST_PX = 8;
const PAGE_BYTES = 65_536;

// Node has it, but its types know only a part, and those of browsers would let in all of a browser.
const { Module, Memory, Instance } = Reflect.get(globalThis, "WebAssembly") as unknown as {
  Module: new (bytes: Uint8Array) => object;
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
};

/** `i420.wat` in the form that runs. After a change there: `npm run wasm -w @spool/orchestrator`. */
const compiled = new Module(readFileSync(new URL("./i420.wasm", import.meta.url)));

export interface I420Frame {
  /** The planes of the frame, one after the other: luma, then U and V in half the resolution. At first, the ground. */
  bytes: Uint8Array;
  /**
   * Writes a part of the frame: what was drawn there, over the ground.
   *
   * @param drawn Premultiplied pixels, a number for each with red in its lowest byte, in rows of `rowPx`; the upper
   * left corner of the part is the first.
   * @param rect At least eight pixels wide.
   */
  write(drawn: Int32Array, rowPx: number, rect: PixelRect): void;
}

/**
 * A frame that pictures are converted into, part by part: BT.709, limited range, the mean of four pixels as chroma.
 *
 * Here and not in ffmpeg, because only what changed has to be converted and half as many bytes go through the pipe; in
 * WebAssembly, because eight pixels at a time take a quarter of the time. The ground is put under what was drawn here
 * as well: where nothing was drawn, it is copied as it was converted once.
 *
 * @param ground The opaque pixels of a whole picture.
 */
export function createI420Frame(ground: Int32Array, widthPx: number, heightPx: number): I420Frame {
  const pixelCount = widthPx * heightPx;
  const frameBytes = (pixelCount * 3) / 2;
  const [drawnAt, groundAt, frameAt] = [0, pixelCount * 4, pixelCount * 8];
  const convertedAt = frameAt + frameBytes;
  const memory = new Memory({ initial: Math.ceil((convertedAt + frameBytes) / PAGE_BYTES) });
  const instance = new Instance(compiled, { picture: { memory } });
  // Its one function: `i420.wat` says what it takes.
  const convert = instance.exports["convert"] as (...places: number[]) => void;
  const given = new Int32Array(memory.buffer, drawnAt, pixelCount);
  const bytes = new Uint8Array(memory.buffer, frameAt, frameBytes);

  const write: I420Frame["write"] = (drawn, rowPx, { x, y, width, height }) => {
    for (let row = 0; row < height; row += 1)
      given.set(drawn.subarray(row * rowPx, row * rowPx + width), row * width);
    const [luma, chroma] = [y * widthPx + x, (y >> 1) * (widthPx >> 1) + (x >> 1)];
    const [uAt, vAt] = [frameAt + pixelCount + chroma, frameAt + (pixelCount * 5) / 4 + chroma];
    convert(drawnAt, width, height, groundAt + luma * 4, frameAt + luma, uAt, vAt, frameBytes, widthPx);
  };
  write(ground, widthPx, { x: 0, y: 0, width: widthPx, height: heightPx });
  new Int32Array(memory.buffer, groundAt, pixelCount).set(ground);
  new Uint8Array(memory.buffer, convertedAt, frameBytes).set(bytes);
  return { bytes, write };
}

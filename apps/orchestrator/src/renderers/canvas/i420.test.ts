import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import wabt from "wabt";
import { createI420Frame, type PixelRect } from "./i420.ts";

const [WIDTH, HEIGHT] = [64, 32];
const PIXELS = WIDTH * HEIGHT;
const WHOLE = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
type Colour = readonly [number, number, number];

/** BT.709 in floating point, limited range: what the whole numbers have to come near. */
function yuvOf([r, g, b]: Colour): [number, number, number] {
  const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return [
    16 + (luma * 219) / 255,
    128 + (((b - luma) / 1.8556) * 224) / 255,
    128 + (((r - luma) / 1.5748) * 224) / 255,
  ];
}

type ColourAt = (x: number, y: number) => Colour;

/** Premultiplied, as they lie in the memory of a canvas. */
const pixelsOf = (colourAt: ColourAt, alpha = 255) =>
  Int32Array.from({ length: PIXELS }, (_pixel, index) => {
    const [r, g, b] = colourAt(index % WIDTH, Math.floor(index / WIDTH)).map((value) =>
      Math.round((value * alpha) / 255),
    ) as [number, number, number]; // of three came three
    return r | (g << 8) | (b << 16) | (alpha << 24);
  });

const manyColours: ColourAt = (x, y) => [(x * 37 + y * 11) % 256, (x * y * 7) % 256, (y * 53) % 256];
const otherColours: ColourAt = (x, y) => [(y * 29) % 256, (x * 13 + y) % 256, (x * y * 3) % 256];
const nothing = new Int32Array(PIXELS);

/** How far a frame is from the colours that it should show, at its worst. */
function worstOf(frame: Uint8Array, colourAt: ColourAt): number {
  let worst = 0;
  for (let y = 0; y < HEIGHT; y += 1)
    for (let x = 0; x < WIDTH; x += 1) {
      worst = Math.max(worst, Math.abs((frame[y * WIDTH + x] ?? 0) - yuvOf(colourAt(x, y))[0]));
      const four = [0, 1].flatMap((dy) => [0, 1].map((dx) => yuvOf(colourAt((x & ~1) + dx, (y & ~1) + dy))));
      const at = PIXELS + (y >> 1) * (WIDTH >> 1) + (x >> 1);
      for (const plane of [1, 2] as const) {
        const mean = four.reduce((sum, yuv) => sum + yuv[plane], 0) / 4;
        worst = Math.max(worst, Math.abs((frame[at + ((plane - 1) * PIXELS) / 4] ?? 0) - mean));
      }
    }
  return worst;
}

test("every colour comes out as BT.709 says, in limited range, with the mean of four pixels as its chroma", () => {
  const frame = createI420Frame(pixelsOf(otherColours), WIDTH, HEIGHT);

  frame.write(pixelsOf(manyColours), WIDTH, WHOLE);

  expect(worstOf(frame.bytes, manyColours)).toBeLessThan(1);
});

test("plain ground comes out as the same colours beside others do", () => {
  const grounds: Colour[] = [
    [0, 0, 0],
    [255, 255, 255],
    [16, 24, 40],
    [250, 204, 21],
  ];
  const groundAt: ColourAt = (x) => grounds[Math.floor(x / 16) % grounds.length] ?? [0, 0, 0];

  expect(worstOf(createI420Frame(pixelsOf(groundAt), WIDTH, HEIGHT).bytes, groundAt)).toBeLessThan(1);
});

test.each([0, 1, 90, 254, 255])("what was drawn with an alpha of %d lies over the ground", (alpha) => {
  const frame = createI420Frame(pixelsOf(manyColours), WIDTH, HEIGHT);

  frame.write(pixelsOf(otherColours, alpha), WIDTH, WHOLE);

  const mixed: ColourAt = (x, y) => {
    const [over, under] = [otherColours(x, y), manyColours(x, y)];
    const mix = (at: 0 | 1 | 2) => (over[at] * alpha + under[at] * (255 - alpha)) / 255;
    return [mix(0), mix(1), mix(2)];
  };
  expect(worstOf(frame.bytes, mixed)).toBeLessThan(2);
});

test("where what was drawn has gone, the ground is back as it was", () => {
  const frame = createI420Frame(pixelsOf(manyColours), WIDTH, HEIGHT);
  const before = Uint8Array.from(frame.bytes);

  frame.write(pixelsOf(otherColours), WIDTH, WHOLE);
  frame.write(nothing, WIDTH, WHOLE);

  expect(frame.bytes).toEqual(before);
});

test.each<PixelRect>([
  { x: 4, y: 6, width: 8, height: 10 },
  { x: 0, y: 0, width: 14, height: 2 },
  { x: 46, y: 28, width: 18, height: 4 },
  { x: 0, y: 30, width: 64, height: 2 },
])("only the part that is asked for is written, and all of it (%o)", (rect) => {
  const isIn = (x: number, y: number) =>
    x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
  const frame = createI420Frame(pixelsOf(manyColours), WIDTH, HEIGHT);

  frame.write(
    pixelsOf((x, y) => otherColours(x + rect.x, y + rect.y)),
    WIDTH,
    rect,
  );

  expect(worstOf(frame.bytes, (x, y) => (isIn(x, y) ? otherColours(x, y) : manyColours(x, y)))).toBeLessThan(
    1,
  );
});

test("what runs is what the text of the module says", async () => {
  const compiler = await wabt();
  // Bytes of their own: of a buffer in a pool, the whole pool would be read.
  const text = Uint8Array.from(await readFile(new URL("./i420.wat", import.meta.url)));

  const { buffer } = compiler.parseWat("i420.wat", text, { simd: true }).toBinary({});

  expect(Buffer.from(buffer).equals(await readFile(new URL("./i420.wasm", import.meta.url)))).toBe(true);
});

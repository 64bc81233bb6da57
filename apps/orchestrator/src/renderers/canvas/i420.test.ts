import { expect, test } from "vitest";
import { convertToI420, i420Bytes } from "./i420.ts";

const [WIDTH, HEIGHT] = [64, 32];
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

const pixelsOf = (colourAt: (x: number, y: number) => Colour) =>
  Int32Array.from({ length: WIDTH * HEIGHT }, (_pixel, index) => {
    const [r, g, b] = colourAt(index % WIDTH, Math.floor(index / WIDTH));
    return r | (g << 8) | (b << 16) | (255 << 24);
  });

const colourAt = (x: number, y: number): Colour => [
  (x * 37 + y * 11) % 256,
  (x * y * 7) % 256,
  (y * 53) % 256,
];

test("every colour comes out as BT.709 says, in limited range, with the mean of four pixels as its chroma", () => {
  const frame = new Uint8Array(i420Bytes(WIDTH, HEIGHT));

  convertToI420(pixelsOf(colourAt), WHOLE, frame, WIDTH, HEIGHT);

  let worst = 0;
  for (let y = 0; y < HEIGHT; y += 1)
    for (let x = 0; x < WIDTH; x += 1) {
      worst = Math.max(worst, Math.abs((frame[y * WIDTH + x] ?? 0) - yuvOf(colourAt(x, y))[0]));
      const four = [0, 1].flatMap((dy) => [0, 1].map((dx) => yuvOf(colourAt((x & ~1) + dx, (y & ~1) + dy))));
      const at = WIDTH * HEIGHT + (y >> 1) * (WIDTH >> 1) + (x >> 1);
      for (const plane of [1, 2] as const) {
        const mean = four.reduce((sum, yuv) => sum + yuv[plane], 0) / 4;
        const is = frame[at + ((plane - 1) * WIDTH * HEIGHT) / 4] ?? 0;
        worst = Math.max(worst, Math.abs(is - mean));
      }
    }
  expect(worst).toBeLessThan(1);
});

test("plain ground comes out as the same colours beside others do", () => {
  const grounds: Colour[] = [
    [0, 0, 0],
    [255, 255, 255],
    [16, 24, 40],
    [250, 204, 21],
  ];
  const groundAt = (x: number) => grounds[Math.floor(x / 4) % grounds.length] ?? [0, 0, 0];
  const frame = new Uint8Array(i420Bytes(WIDTH, HEIGHT));

  convertToI420(pixelsOf(groundAt), WHOLE, frame, WIDTH, HEIGHT);

  for (const [index, ground] of grounds.entries()) {
    const [luma, u, v] = yuvOf(ground);
    expect(Math.abs((frame[index * 4] ?? 0) - luma)).toBeLessThan(1);
    expect(Math.abs((frame[WIDTH * HEIGHT + index * 2] ?? 0) - u)).toBeLessThan(1);
    expect(Math.abs((frame[(WIDTH * HEIGHT * 5) / 4 + index * 2] ?? 0) - v)).toBeLessThan(1);
  }
});

test("only the part that is asked for is written", () => {
  const frame = new Uint8Array(i420Bytes(WIDTH, HEIGHT)).fill(7);

  const rows = pixelsOf(colourAt).subarray(6 * WIDTH, 16 * WIDTH);
  convertToI420(rows, { x: 4, y: 6, width: 8, height: 10 }, frame, WIDTH, HEIGHT);

  const written = Array.from(frame.subarray(0, WIDTH * HEIGHT)).flatMap((luma, at) =>
    luma === 7 ? [] : [at],
  );
  expect(written).toHaveLength(80);
  expect(written[0]).toBe(6 * WIDTH + 4);
  expect(written.at(-1)).toBe(15 * WIDTH + 11);
  expect(Math.abs((frame[6 * WIDTH + 4] ?? 0) - yuvOf(colourAt(4, 6))[0])).toBeLessThan(1);
  expect(frame.subarray(WIDTH * HEIGHT).filter((chroma) => chroma !== 7).length).toBeLessThanOrEqual(40);
});

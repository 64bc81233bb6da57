import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { shortStoryboard } from "../../test-support/short-storyboard.ts";
import { progressRatio } from "./draw-progress.ts";
import { countdown } from "./countdown.ts";
import { type Drawing, openDrawing } from "./drawing.ts";
import { frameTimes } from "./frame-times.ts";
import { arrive, fade } from "./layer.ts";
import { layerPainter } from "./paint-layers.ts";

const FPS = 30;
const SCALE = 0.2;
const NO_BOX = { x: 0, y: 0, width: 0, height: 0 };

const drawingOf = (storyboard: ReturnType<typeof shortStoryboard>) =>
  openDrawing(storyboard, tmpdir(), SCALE);
const painterOf = ({ layers, backdrop, widthPx, heightPx }: Drawing) =>
  layerPainter(layers, backdrop, { widthPx, heightPx }, SCALE);

test.each(["16:9", "9:16"] as const)(
  "a frame that is left out looks like the one before it (%s)",
  async (aspect) => {
    const drawing = await drawingOf(shortStoryboard(aspect));
    const range = { fromFrame: 0, untilFrame: 3 * FPS };
    const drawn = new Set(
      frameTimes(drawing.layers, range, FPS, true).flatMap(({ frame, isNew }) => (isNew ? [frame] : [])),
    );

    const pictures = Array.from({ length: 3 * FPS }, (_, frame) => {
      const painter = painterOf(drawing);
      painter.paint(frame / FPS);
      return Buffer.from(painter.frame);
    });

    const wronglyLeftOut = pictures.flatMap((picture, frame) =>
      frame > 0 && !drawn.has(frame) && !picture.equals(pictures[frame - 1] ?? Buffer.alloc(0))
        ? [frame]
        : [],
    );
    expect(wronglyLeftOut).toEqual([]);
    expect(drawn.size).toBeLessThan(pictures.length);
  },
);

test("a picture that was painted before comes to look like one that was not", async () => {
  const drawing = await drawingOf(shortStoryboard());
  const used = painterOf(drawing);

  for (const time of [0, 0.2, 0.7, 0.9, 1.15, 1.6, 2.1, 2.25, 2.6, 2.99]) {
    used.paint(time);
    const fresh = painterOf(drawing);
    fresh.paint(time);
    // Edges that are drawn again onto the same ground may differ by one shade.
    expect(largestDifference(used.frame, fresh.frame), `at ${time} s`).toBeLessThanOrEqual(2);
  }
});

test("hundreds of pictures take no more memory than a few", async () => {
  const painter = painterOf(await drawingOf(shortStoryboard()));
  const paint = (pictures: number) => {
    for (let picture = 0; picture < pictures; picture += 1) painter.paint(0.1 + (picture % 20) / 200);
  };
  paint(50);
  const before = process.memoryUsage.rss();

  paint(600);

  expect((process.memoryUsage.rss() - before) / 1024 ** 2).toBeLessThan(50);
});

test("what comes in is drawn in every frame while it is fast, in every second one at its end, and once when it is there", () => {
  const moves = [arrive(1, 0.4), fade(1.6, 0.3)];
  const layer = { box: NO_BOX, fromSeconds: 0, untilSeconds: 3, moves, draw: () => undefined };

  const drawn = frameTimes([layer], { fromFrame: 0, untilFrame: 2 * FPS }, FPS, false).flatMap(
    ({ frame, isNew }) => (isNew ? [frame] : []),
  );

  expect(drawn).toEqual([0, 30, 31, 32, 33, 34, 35, 36, 37, 38, 40, 41, 48, 50, 52, 54, 56]);
});

test("frames go from the first to the last, and no still is longer than a second", async () => {
  const { layers } = await drawingOf({ ...shortStoryboard(), durationSeconds: 20 });

  const frames = frameTimes(layers, { fromFrame: 0, untilFrame: 20 * FPS }, FPS, true).map(
    ({ frame }) => frame,
  );

  expect(frames[0]).toBe(0);
  expect(frames.at(-1)).toBe(20 * FPS - 1);
  expect(
    Math.max(...frames.slice(1).map((frame, index) => frame - (frames[index] ?? 0))),
  ).toBeLessThanOrEqual(FPS);
});

test.each([
  [-1, { left: 5, arcRatio: 1 }],
  [0, { left: 5, arcRatio: 1 }],
  [0.9, { left: 5, arcRatio: 1 }],
  [1.9, { left: 4, arcRatio: 0.8 }],
  [4.9, { left: 1, arcRatio: 0.2 }],
  [9, { left: 0, arcRatio: 0 }],
])("a countdown of 5 s shows at %f s what is left", (elapsedSeconds, expected) => {
  const shown = countdown(elapsedSeconds, 5);

  expect(shown.left).toBe(expected.left);
  expect(shown.arcRatio).toBeCloseTo(expected.arcRatio, 5);
});

test("the progress line goes from nothing to all, only forward, in steps", () => {
  const storyboard = shortStoryboard();
  const ratios = Array.from({ length: 91 }, (_, frame) => progressRatio(storyboard, frame / FPS));

  expect(ratios[0]).toBe(0);
  expect(ratios.every((ratio, index) => ratio >= (ratios[index - 1] ?? 0))).toBe(true);
  expect(progressRatio(storyboard, 2)).toBeCloseTo(0.7 / 3, 5);
});

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  let largest = 0;
  for (let at = 0; at < a.length; at += 1) largest = Math.max(largest, Math.abs((a[at] ?? 0) - (b[at] ?? 0)));
  return largest;
}

import { createCanvas } from "@napi-rs/canvas";
import { expect, test } from "vitest";
import { shortStoryboard } from "../../test-support/short-storyboard.ts";
import { progressRatio } from "./draw-progress.ts";
import { countdown } from "./draw-timer.ts";
import { frameDrawer } from "./frame-drawer.ts";
import { frameTimes } from "./frame-times.ts";
import { layoutOf } from "./layout.ts";

const FPS = 30;
const SCALE = 0.2;

function pixelsAt(storyboard: ReturnType<typeof shortStoryboard>, times: readonly number[]): Buffer[] {
  const layout = layoutOf(storyboard);
  return times.map((time) => {
    const canvas = createCanvas(layout.widthPx * SCALE, layout.heightPx * SCALE);
    frameDrawer(storyboard, layout, SCALE)(canvas, time);
    return Buffer.from(canvas.data());
  });
}

test.each(["16:9", "9:16"] as const)(
  "a frame that is left out looks like the one before it (%s)",
  (aspect) => {
    const storyboard = shortStoryboard(aspect);
    const drawn = new Set(frameTimes(storyboard, FPS).flatMap(({ frame, isNew }) => (isNew ? [frame] : [])));
    const all = Array.from({ length: 3 * FPS }, (_, frame) => frame);

    const pictures = pixelsAt(
      storyboard,
      all.map((frame) => frame / FPS),
    );

    const wronglyLeftOut = all
      .slice(1)
      .filter(
        (frame) => !drawn.has(frame) && !pictures[frame]?.equals(pictures[frame - 1] ?? Buffer.alloc(0)),
      );
    expect(wronglyLeftOut).toEqual([]);
    expect(drawn.size).toBeLessThan(all.length);
  },
);

test("a canvas that was drawn before comes to look like one that was not", () => {
  const storyboard = shortStoryboard();
  const layout = layoutOf(storyboard);
  const used = createCanvas(layout.widthPx * SCALE, layout.heightPx * SCALE);
  const draw = frameDrawer(storyboard, layout, SCALE);
  const times = [0, 0.2, 0.9, 1.15, 1.6, 2.25, 2.6, 2.99];

  const fresh = pixelsAt(storyboard, times);

  for (const [index, time] of times.entries()) {
    draw(used, time);
    // Edges that are drawn again onto the same ground may differ by one shade.
    expect(
      largestDifference(Buffer.from(used.data()), fresh[index] ?? Buffer.alloc(0)),
      `at ${time} s`,
    ).toBeLessThanOrEqual(2);
  }
});

test("frames go from the first to the last, and no still is longer than a second", () => {
  const storyboard = { ...shortStoryboard(), durationSeconds: 20 };

  const frames = frameTimes(storyboard, FPS).map(({ frame }) => frame);

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

function largestDifference(a: Buffer, b: Buffer): number {
  let largest = 0;
  for (let at = 0; at < a.length; at += 1) largest = Math.max(largest, Math.abs((a[at] ?? 0) - (b[at] ?? 0)));
  return largest;
}

import { expect, test } from "vitest";
import { musicBed } from "./music-bed.ts";
import { SAMPLE_RATE_HZ } from "./pcm.ts";

/** How loud a stretch is: the root of the mean square, of full scale. */
function loudness(bed: (index: number) => number, fromSeconds: number, toSeconds: number): number {
  let sum = 0;
  let count = 0;
  for (let at = Math.round(fromSeconds * SAMPLE_RATE_HZ); at < toSeconds * SAMPLE_RATE_HZ; at += 1) {
    sum += (bed(at) / 32_768) ** 2;
    count += 1;
  }
  return Math.sqrt(sum / count);
}

test("the music is there, steps back under a voice, and ends in silence", () => {
  const speech = [
    { startSeconds: 4, endSeconds: 7 },
    { startSeconds: 12, endSeconds: 14 },
  ];
  const bed = musicBed(speech, 20);

  const [open, ducked, again, last] = [
    loudness(bed, 2.2, 3.5),
    loudness(bed, 4.2, 6.8),
    loudness(bed, 8, 11),
    loudness(bed, 19.9, 20),
  ];

  expect(open).toBeGreaterThan(0.01);
  expect(ducked).toBeLessThan(open * 0.5);
  expect(again).toBeGreaterThan(ducked * 2);
  expect(last).toBeLessThan(0.002);
});

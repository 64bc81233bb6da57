import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SAMPLE_RATE_HZ, samplesOfWav, trimSilence } from "./pcm.ts";
import { writeTrack } from "./write-track.ts";

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "spool-track-"))));
afterAll(() => rm(folder, { recursive: true }));

const tone = (seconds: number, level: number) =>
  new Int16Array(Math.round(seconds * SAMPLE_RATE_HZ)).fill(level);

test("clips lie at their times, silence between them, and the track has the length asked for", async () => {
  const path = join(folder, "track.wav");
  // The second clip lies across the border of two chunks.
  const clips = [
    { atSeconds: 0.5, samples: tone(0.25, 1000) },
    { atSeconds: 1.75, samples: tone(0.5, -2000) },
  ];

  await writeTrack(path, clips, 3);

  const samples = samplesOfWav(await readFile(path));
  expect(samples.length).toBe(3 * SAMPLE_RATE_HZ);
  const at = (seconds: number) => samples[Math.round(seconds * SAMPLE_RATE_HZ)];
  expect([0.49, 0.51, 0.74, 0.76, 1.74, 1.76, 2.0, 2.24, 2.26].map(at)).toEqual([
    0, 1000, 1000, 0, 0, -2000, -2000, -2000, 0,
  ]);
});

test("a clip that reaches beyond the end is cut there", async () => {
  const path = join(folder, "cut.wav");

  await writeTrack(path, [{ atSeconds: 0.9, samples: tone(1, 5) }], 1);

  expect(samplesOfWav(await readFile(path)).length).toBe(SAMPLE_RATE_HZ);
});

test("silence at the ends goes, silence inside stays", () => {
  const silent = tone(0.5, 0);
  const heard = Int16Array.from([...silent, ...tone(0.1, 900), ...silent, ...tone(0.1, -900), ...silent]);

  const trimmed = trimSilence(heard);

  expect(trimmed.length / SAMPLE_RATE_HZ).toBeCloseTo(0.76, 1);
  expect(trimSilence(silent)).toHaveLength(0);
});

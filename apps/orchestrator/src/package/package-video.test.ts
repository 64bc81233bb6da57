import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureLoudness } from "@spool/media/measure-loudness";
import { openMedia } from "@spool/media/open-media";
import { probeMedia } from "@spool/media/probe-media";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFliteNarrator } from "../narration/flite-narrator.ts";
import { writeTrack } from "../narration/write-track.ts";
import { createCanvasRenderer } from "../renderers/canvas/canvas-renderer.ts";
import { shortStoryboard } from "../test-support/short-storyboard.ts";
import { packageVideo } from "./package-video.ts";

const media = await openMedia();
const signal = AbortSignal.timeout(60_000);
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "spool-package-"))));
afterEach(() => rm(folder, { recursive: true }));

/** Three seconds, spoken by the voice asked for or silent, packaged. */
async function packaged(voice: "male" | "female" | null) {
  const storyboard = shortStoryboard();
  const narrator = createFliteNarrator();
  const order = { voice: voice ?? ("default" as const), language: "en" };
  const speech =
    voice === null ? null : await narrator.say("This is the river that we speak of.", order, signal);
  await narrator.close();
  const narrationPath = join(folder, "narration.wav");
  await writeTrack(narrationPath, speech === null ? [] : [{ atSeconds: 0.2, samples: speech.samples }], 3);
  const picture = await createCanvasRenderer({ media, scale: 0.2 })(
    storyboard,
    folder,
    signal,
    () => undefined,
  );
  return packageVideo(media, storyboard, { picture, narrationPath, folder }, signal, () => undefined);
}

test.each(["male", "female"] as const)(
  "a %s voice is brought to -16 LUFS ±1 with peaks below -1 dB",
  async (voice) => {
    const { files, facts } = await packaged(voice);

    const { integratedLufs, truePeakDb } = await measureLoudness(media, files[0]?.path ?? "", signal);
    expect(Math.abs((integratedLufs ?? 0) + 16)).toBeLessThan(1);
    expect(truePeakDb).toBeLessThan(-1);
    expect(facts).toMatchObject({
      videoCodec: "h264",
      audioCodec: "aac",
      pixelFormat: "yuv420p",
      sampleRateHz: 48_000,
    });
  },
);

test("sound and picture have the same length, the index is in front, and the thumbnail has the picture's shape", async () => {
  const { files, facts } = await packaged("male");
  const [video, thumbnail] = files;

  expect(Math.abs((facts.videoDurationSeconds ?? 0) - (facts.audioDurationSeconds ?? 0))).toBeLessThan(0.05);
  expect(Math.abs(facts.durationSeconds - 3)).toBeLessThan(0.05);
  const bytes = await readFile(video?.path ?? "");
  expect(bytes.indexOf("moov")).toBeLessThan(bytes.indexOf("mdat"));
  expect(await probeMedia(thumbnail?.path ?? "", media)).toMatchObject({ widthPx: 1280, heightPx: 720 });
});

test("a video in which nobody speaks is packaged with silence, and all files are there", async () => {
  const { files } = await packaged(null);

  expect(files.map(({ kind }) => kind)).toEqual(["video", "thumbnail", "captions", "storyboard"]);
  for (const { path } of files) expect((await stat(path)).size).toBeGreaterThan(20);
});

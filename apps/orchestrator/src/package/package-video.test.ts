import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { measureLoudness } from "@spool/media/measure-loudness";
import { openMedia } from "@spool/media/open-media";
import { probeMedia } from "@spool/media/probe-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFliteNarrator } from "../narration/flite-narrator.ts";
import { writeTrack } from "../narration/write-track.ts";
import { createCanvasRenderer } from "../renderers/canvas/canvas-renderer.ts";
import { shortStoryboard } from "../test-support/short-storyboard.ts";
import { isQualityError } from "../quality/judge-video.ts";
import { ratesOf } from "./make-hls.ts";
import { packageVideo, type PackagedVideo } from "./package-video.ts";

const media = await openMedia();
const signal = AbortSignal.timeout(250_000);
let root: string;
/** Spoken by the male voice, with an HLS ladder. */
let spoken: PackagedVideo;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "spool-package-"));
  spoken = await packaged("male", true);
});
afterAll(() => rm(root, { recursive: true }));

const newFolder = () => mkdtemp(join(root, "video-"));

/** Three seconds, spoken by the voice asked for or silent, packaged. */
async function packaged(voice: "male" | "female" | null, hasHls = false) {
  const folder = await newFolder();
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
  const packageOrder = { lengthSeconds: 3, hasMusic: false, hasHls };
  const sources = { picture, narrationPath, folder, images: {} };
  return packageVideo(media, storyboard, sources, packageOrder, signal, () => undefined);
}

const fileOf = ({ files }: PackagedVideo, kind: string) =>
  files.find((file) => file.kind === kind)?.path ?? "";

test.each(["male", "female"] as const)(
  "a %s voice is brought to -16 LUFS ±1 with peaks below -1 dB",
  async (voice) => {
    const { files, facts } = voice === "male" ? spoken : await packaged(voice);

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
  const { facts } = spoken;

  expect(Math.abs((facts.videoDurationSeconds ?? 0) - (facts.audioDurationSeconds ?? 0))).toBeLessThan(0.05);
  expect(Math.abs(facts.durationSeconds - 3)).toBeLessThan(0.05);
  const bytes = await readFile(fileOf(spoken, "video"));
  expect(bytes.indexOf("moov")).toBeLessThan(bytes.indexOf("mdat"));
  expect(await probeMedia(fileOf(spoken, "thumbnail"), media)).toMatchObject({ widthPx: 960, heightPx: 540 });
  expect(await probeMedia(fileOf(spoken, "poster"), media)).toMatchObject({ widthPx: 384, heightPx: 216 });
});

test("a video in which nobody speaks is packaged with silence, and all files are there", async () => {
  const { files } = await packaged(null);

  expect(files.map(({ kind }) => kind)).toEqual(
    ["video", "thumbnail", "poster", "captions", "subtitles", "chapters", "storyboard", "script"], // prettier-ignore
  );
  for (const { path } of files) expect((await stat(path)).size).toBeGreaterThan(20);
});

test("the MP4 carries its title and its chapters", async () => {
  const video = fileOf(spoken, "video");

  const { stdout } = await execa(media.ffprobePath, ["-v", "error", "-show_chapters", "-show_format", "-of", "json", "-i", video]); // prettier-ignore

  expect(JSON.parse(stdout)).toMatchObject({
    format: { tags: { title: "A short question?" } },
    chapters: [{ start_time: "0.000000", end_time: "3.000000", tags: { title: "A short question?" } }],
  });
});

test("an HLS ladder plays from its master playlist, which states its size, codecs and measured rates", async () => {
  const [master, playlist, media0] = spoken.files
    .filter(({ kind }) => kind === "hls")
    .map(({ path }) => path);

  expect(master).toBe(join(dirname(fileOf(spoken, "video")), "hls", "master.m3u8"));
  const text = await readFile(master ?? "", "utf8");
  expect(text).toMatch(/RESOLUTION=384x216,FRAME-RATE=30\.000,CODECS="avc1\.64001f,mp4a\.40\.2"\n216p\.m3u8/);
  const rates = ratesOf(await readFile(playlist ?? "", "utf8"));
  expect(text).toContain(`BANDWIDTH=${rates.peak},`);
  expect(rates.peak).toBeGreaterThanOrEqual(rates.average);
  expect((await stat(media0 ?? "")).size).toBeGreaterThan(1_000);
  const facts = await probeMedia(master ?? "", media);
  expect(facts).toMatchObject({ videoCodec: "h264", audioCodec: "aac", widthPx: 384, heightPx: 216 });
  expect(Math.abs(facts.durationSeconds - 3)).toBeLessThan(0.1);
});

test("a picture that is not the storyboard's is refused, and no video is handed over", async () => {
  const folder = await newFolder();
  const storyboard = shortStoryboard();
  const narrationPath = join(folder, "narration.wav");
  await writeTrack(narrationPath, [], 3);
  const picture = {
    path: join(folder, "picture.mkv"),
    widthPx: 384,
    heightPx: 216,
    framesDrawn: 1,
    framesEncoded: 1,
  };
  await runFfmpeg(media, ["-f", "lavfi", "-i", "color=c=black:s=384x216:r=30:d=3", "-c:v", "libx264", picture.path], { signal }); // prettier-ignore

  const order = { lengthSeconds: 3, hasMusic: false, hasHls: false };
  const refused = packageVideo(
    media,
    storyboard,
    { picture, narrationPath, folder, images: {} },
    order,
    signal,
    () => undefined,
  );

  await expect(refused).rejects.toSatisfy(isQualityError);
});

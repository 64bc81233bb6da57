import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { extractFrameArgs } from "./args/extract-frame.ts";
import { muxNarrationArgs } from "./args/mux-narration.ts";
import { rawToH264Args } from "./args/raw-to-h264.ts";
import { measureLoudness, measureVoiceLufs, parseLoudness } from "./measure-loudness.ts";
import { type Media, openMedia } from "./open-media.ts";
import { probeMedia } from "./probe-media.ts";
import { matroskaFrameHeader, matroskaHeader } from "./raw-matroska.ts";
import { runFfmpeg } from "./run-ffmpeg.ts";

const [WIDTH_PX, HEIGHT_PX, FPS] = [64, 36, 30];
/** Pictures at uneven times: what a still scene looks like. */
const TIMES_SECONDS = [0, 1 / 30, 0.5, 1.9, 2 - 1 / 30];

let media: Media;
let folder: string;
const signal = new AbortController().signal;

beforeAll(async () => {
  media = await openMedia();
  folder = await mkdtemp(join(tmpdir(), "spool-media-"));
});
afterAll(() => rm(folder, { recursive: true }));

function* unevenFrames() {
  yield matroskaHeader({ widthPx: WIDTH_PX, heightPx: HEIGHT_PX, fps: FPS });
  for (const [index, atSeconds] of TIMES_SECONDS.entries()) {
    const pixels = Buffer.alloc((WIDTH_PX * HEIGHT_PX * 3) / 2, index * 40);
    yield matroskaFrameHeader(atSeconds, pixels.length);
    yield pixels;
  }
}

test("frames keep the times that they were sent with, and none is sent twice, also in an MP4", async () => {
  const [path, packaged] = [join(folder, "uneven.mkv"), join(folder, "uneven.mp4")];

  await runFfmpeg(
    media,
    rawToH264Args(path, { preset: "ultrafast", qp: 30, keyframeAtSeconds: [0], threads: 1 }),
    {
      signal,
      input: unevenFrames(),
    },
  );
  await runFfmpeg(media, ["-i", path, "-c", "copy", packaged], { signal });

  const facts = await probeMedia(packaged, media);
  expect(facts).toMatchObject({
    videoCodec: "h264",
    pixelFormat: "yuv420p",
    widthPx: WIDTH_PX,
    heightPx: HEIGHT_PX,
    videoFrames: TIMES_SECONDS.length,
    audioCodec: null,
  });
  expect(Math.abs(facts.durationSeconds - 2)).toBeLessThan(0.07);
});

test("a narration is put under a picture as AAC and keeps its length", async () => {
  const [silent, tone, path] = [
    join(folder, "silent.mkv"),
    join(folder, "tone.wav"),
    join(folder, "muxed.mp4"),
  ];
  await runFfmpeg(
    media,
    rawToH264Args(silent, { preset: "ultrafast", qp: 30, keyframeAtSeconds: [], threads: 1 }),
    {
      signal,
      input: unevenFrames(),
    },
  );
  await runFfmpeg(media, ["-f", "lavfi", "-i", "sine=frequency=440:duration=2:sample_rate=16000", tone], {
    signal,
  });

  const metadata = join(folder, "metadata.txt");
  await writeFile(
    metadata,
    ";FFMETADATA1\ntitle=A title\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=One\n",
  );

  const inputs = { video: silent, audio: tone, metadata };
  const args = muxNarrationArgs(inputs, path, { audioFilter: "volume=-6dB", durationSeconds: 2 });
  await runFfmpeg(media, args, { signal });

  const facts = await probeMedia(path, media);
  expect(facts).toMatchObject({ audioCodec: "aac", sampleRateHz: 48_000, channels: 2, videoCodec: "h264" });
  expect(Math.abs((facts.audioDurationSeconds ?? 0) - (facts.videoDurationSeconds ?? 0))).toBeLessThan(0.07);
});

test("a frame is taken at the size asked for", async () => {
  const [clip, picture] = [join(folder, "clip.mp4"), join(folder, "frame.jpg")];
  await runFfmpeg(media, ["-f", "lavfi", "-i", "testsrc=size=90x160:duration=1", clip], { signal });

  await runFfmpeg(media, extractFrameArgs(clip, 0.5, [{ output: picture, longSidePx: 320 }]), { signal });

  expect(await probeMedia(picture, media)).toMatchObject({ widthPx: 180, heightPx: 320 });
});

test("loudness is measured as heard from two speakers, and silence is null", async () => {
  const [tone, silence] = [join(folder, "loud.wav"), join(folder, "silence.wav")];
  await runFfmpeg(media, ["-f", "lavfi", "-i", "sine=frequency=1000:duration=3", "-ar", "48000", tone], {
    signal,
  });
  await runFfmpeg(media, ["-f", "lavfi", "-i", "anullsrc=r=48000", "-t", "1", silence], { signal });

  const loud = await measureLoudness(media, tone, signal);
  const quieter = await measureLoudness(media, tone, signal, "volume=-10dB");

  expect(loud.integratedLufs).toBeLessThan(-10);
  expect((loud.integratedLufs ?? 0) - (quieter.integratedLufs ?? 0)).toBeCloseTo(10, 0);
  expect((await measureLoudness(media, silence, signal)).integratedLufs).toBeNull();
});

test("a voice in one channel is measured as loud as it is heard from two speakers, and silence is null", async () => {
  const [voice, silence] = [join(folder, "voice.wav"), join(folder, "no-voice.wav")];
  await runFfmpeg(media, ["-f", "lavfi", "-i", "anoisesrc=d=3:c=pink:a=0.2", "-ar", "24000", "-ac", "1", voice], { signal }); // prettier-ignore
  await runFfmpeg(media, ["-f", "lavfi", "-i", "anullsrc=r=24000:cl=mono", "-t", "1", silence], { signal });
  const stereo = "aresample=48000,aformat=channel_layouts=stereo,volume=-6dB";

  const { integratedLufs } = await measureLoudness(media, voice, signal, stereo);
  const voiceLufs = await measureVoiceLufs(media, voice, signal, stereo);

  expect(Math.abs((voiceLufs ?? 0) - (integratedLufs ?? 0))).toBeLessThanOrEqual(0.1);
  expect(await measureVoiceLufs(media, silence, signal, stereo)).toBeNull();
});

test("a summary without a loudness is refused, not read as zero", () => {
  expect(() => parseLoudness("Summary: nothing")).toThrow("did not report a loudness");
});

test.each([
  ["text", "not a video"],
  ["an empty file", ""],
])("%s is refused as INVALID_INPUT", async (_what, content) => {
  const path = join(folder, "bad.mp4");
  await writeFile(path, content);

  await expect(probeMedia(path, media)).rejects.toMatchObject({ category: "INVALID_INPUT" });
});

test("a missing ffprobe is named with the variable that sets it", async () => {
  const attempt = probeMedia(join(folder, "any.mp4"), { ffprobePath: join(folder, "gone") });

  await expect(attempt).rejects.toThrow(/gone.*FFPROBE_PATH/);
});

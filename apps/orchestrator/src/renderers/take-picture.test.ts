import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMedia } from "@spool/media/open-media";
import { probeMedia } from "@spool/media/probe-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takePicture } from "./take-picture.ts";

const media = await openMedia();
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "spool-picture-"))));
afterEach(() => rm(folder, { recursive: true }));
const signal = AbortSignal.timeout(60_000);

test.each([
  ["what everybody plays", "yuv420p", "libx264"],
  ["what a browser encodes", "yuvj420p", "libx264"],
  ["another codec", "yuv420p", "mpeg4"],
])("%s becomes H.264 that everybody plays", async (_what, pixelFormat, codec) => {
  const path = join(folder, "drawn.mp4");
  const args = ["-f", "lavfi", "-i", "color=white:s=64x36:d=1", "-pix_fmt", pixelFormat, "-c:v", codec, path];
  await runFfmpeg(media, args, { signal });

  const picture = await takePicture(media, path, signal);

  expect(picture).toMatchObject({
    path: join(folder, "picture.mp4"),
    widthPx: 64,
    heightPx: 36,
    framesDrawn: 25,
  });
  expect(await probeMedia(picture.path, media)).toMatchObject({ videoCodec: "h264", pixelFormat: "yuv420p" });
  expect(await readdir(folder)).toEqual(["picture.mp4"]);
  // White stays white, in the range of video.
  const log = await runFfmpeg(media, ["-i", picture.path, "-vf", "signalstats,metadata=print", "-f", "null", "-"], { signal }); // prettier-ignore
  expect(Number(/YAVG=([\d.]+)/.exec(log)?.[1])).toBeCloseTo(235, -1);
});

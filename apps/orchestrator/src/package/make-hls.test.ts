import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMedia } from "@spool/media/open-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeHls } from "./make-hls.ts";

const media = await openMedia();
const signal = AbortSignal.timeout(60_000);
let folder: string;
let playlistPath: string;

/** Ten seconds as a renderer makes them: what stands still has one frame a second, and there is one at the end. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spool-hls-"));
  const [uneven, video] = [join(folder, "uneven.mkv"), join(folder, "video.mp4")];
  const picture = "testsrc=size=320x180:rate=30:duration=10,select='lt(t,2)+not(mod(n,30))+eq(n,299)'";
  await runFfmpeg(media, ["-f", "lavfi", "-i", picture, "-bf", "0", "-pix_fmt", "yuv420p", uneven], {
    signal,
  });
  const sound = ["-f", "lavfi", "-i", "sine=sample_rate=48000", "-map", "0:v", "-map", "1:a"];
  await runFfmpeg(
    media,
    ["-i", uneven, ...sound, "-c:v", "copy", "-c:a", "aac", "-ac", "2", "-t", "10", video],
    { signal },
  );
  await makeHls(media, { path: video, widthPx: 320, heightPx: 180, durationSeconds: 10 }, folder, signal);
  playlistPath = join(folder, "hls", "180p.m3u8");
});
afterAll(() => rm(folder, { recursive: true }));

test("segments of a video that mostly stands still are said to be as long as they are", async () => {
  const playlist = await readFile(playlistPath, "utf8");

  const lengths = [...playlist.matchAll(/#EXTINF:([\d.]+)/g)].map(([, seconds]) => Number(seconds));
  expect(lengths.slice(0, 2)).toEqual([4, 4]);
  expect(Math.abs((lengths[2] ?? 0) - 2)).toBeLessThan(0.05);
  expect(lengths).toHaveLength(3);
  expect(playlist).toContain("#EXT-X-TARGETDURATION:4\n");
});

test("pictures follow each other without a hole that a player would stop at, and all of them decode", async () => {
  const entries = ["-select_streams", "v", "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0"];
  const { stdout } = await execa(media.ffprobePath, ["-v", "error", ...entries, "-i", playlistPath]);
  const packets = stdout.split("\n").map((line) => line.split(","));
  const times = packets.map(([seconds]) => Number(seconds));
  const holes = times.slice(1).map((seconds, index) => seconds - (times[index] ?? 0));

  expect(Math.max(...holes)).toBeLessThan(0.04);
  expect(packets.filter(([, flags]) => flags?.startsWith("K"))).toHaveLength(3);
  await runFfmpeg(media, ["-v", "error", "-xerror", "-i", playlistPath, "-f", "null", "-"], { signal });
});

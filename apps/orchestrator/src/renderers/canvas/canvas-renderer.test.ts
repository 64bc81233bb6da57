import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMedia } from "@spool/media/open-media";
import { probeMedia } from "@spool/media/probe-media";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ffmpegChildren } from "../../test-support/child-processes.ts";
import { shortStoryboard } from "../../test-support/short-storyboard.ts";
import { createCanvasRenderer } from "./canvas-renderer.ts";

const media = await openMedia();
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "spool-canvas-"))));
afterEach(() => rm(folder, { recursive: true }));
const never = new AbortController().signal;

test.each([
  ["16:9", 384, 216],
  ["9:16", 216, 384],
] as const)(
  "a storyboard becomes a picture of its length and shape (%s)",
  async (aspect, widthPx, heightPx) => {
    const progress: number[] = [];

    const picture = await createCanvasRenderer({ media, scale: 0.2 })(
      shortStoryboard(aspect),
      folder,
      never,
      (ratio) => progress.push(ratio),
    );

    const facts = await probeMedia(picture.path, media);
    expect(facts).toMatchObject({ videoCodec: "h264", pixelFormat: "yuv420p", widthPx, heightPx });
    expect(Math.abs(facts.durationSeconds - 3)).toBeLessThan(0.05);
    expect(picture.framesDrawn).toBeLessThan(picture.framesEncoded + 1);
    expect(picture.framesEncoded).toBeLessThan(90);
    expect(progress.at(-1)).toBe(1);
  },
);

test("an abort in the middle ends ffmpeg and leaves no file", async () => {
  const controller = new AbortController();
  const render = createCanvasRenderer({ media, scale: 0.5 });

  const attempt = render(shortStoryboard(), folder, controller.signal, (ratio) => {
    if (ratio > 0.3) controller.abort();
  });

  await expect(attempt).rejects.toMatchObject({ category: "CANCELLED" });
  expect(await readdir(folder)).toEqual([]);
  expect(ffmpegChildren()).toEqual([]);
});

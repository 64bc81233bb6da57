import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readMediaEnv } from "@spool/media/env";
import { openMedia } from "@spool/media/open-media";
import { expect, test } from "../support/fixtures.ts";

test("a player seeks in a stored video by fetching parts of it", async ({ page, service }) => {
  const path = `${randomUUID()}/a/video.mp4`;
  const uploaded = await service.storage
    .from("videos")
    .upload(path, await makeVideo(), { contentType: "video/mp4" });
  expect(uploaded.error).toBeNull();
  const { data } = await service.storage.from("videos").createSignedUrl(path, 600);
  const statuses: number[] = [];
  page.on("response", (response) => {
    if (response.url() === data?.signedUrl) statuses.push(response.status());
  });

  await page.setContent(`<video muted preload="metadata" src="${data?.signedUrl ?? ""}"></video>`);
  const video = page.locator("video");
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.duration)).toBeCloseTo(60, 0);
  await video.evaluate(
    (element: HTMLVideoElement) =>
      new Promise((resolve, reject) => {
        element.addEventListener("seeked", resolve, { once: true });
        element.addEventListener("error", () => reject(new Error(element.error?.message)), { once: true });
        element.currentTime = 50;
      }),
  );
  await video.evaluate((element: HTMLVideoElement) => element.play());

  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
    .toBeGreaterThan(50.5);
  expect(new Set(statuses)).toEqual(new Set([206]));
  expect(statuses.length).toBeGreaterThan(1);
});

/** A minute of noise, too large to be fetched in one go, with its index at the end: a player has to jump there first. */
async function makeVideo(): Promise<Buffer> {
  const { ffmpegPath } = await openMedia(readMediaEnv());
  const folder = await mkdtemp(join(tmpdir(), "spool-e2e-video-"));
  const file = join(folder, "noise.mp4");
  const source = "testsrc2=size=320x180:rate=10:duration=60,noise=alls=60:allf=t";
  const encoding = [
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-crf",
    "18",
    "-pix_fmt",
    "yuv420p",
    "-g",
    "10",
  ];
  try {
    await promisify(execFile)(ffmpegPath, ["-f", "lavfi", "-i", source, ...encoding, file]);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

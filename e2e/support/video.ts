import { expect, type Locator } from "@playwright/test";

/** Plays the video and proves that time passes and that a decoded frame shows more than one colour. */
export async function expectToPlay(video: Locator): Promise<void> {
  await video.evaluate(async (element: HTMLVideoElement) => {
    element.muted = true;
    await element.play();
  });
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
    .toBeGreaterThan(1);
  expect(await video.evaluate(lumaSpread)).toBeGreaterThan(40);
}

/** The distance between the darkest and the brightest pixel of the frame on screen, 0 to 255. Runs in the page. */
async function lumaSpread(video: HTMLVideoElement): Promise<number> {
  const canvas = new OffscreenCanvas(160, 90);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("No 2D canvas");
  context.drawImage(await createImageBitmap(video), 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let darkest = 255;
  let brightest = 0;
  for (let offset = 0; offset < data.length; offset += 4) {
    const luma =
      0.299 * (data[offset] ?? 0) + 0.587 * (data[offset + 1] ?? 0) + 0.114 * (data[offset + 2] ?? 0);
    darkest = Math.min(darkest, luma);
    brightest = Math.max(brightest, luma);
  }
  return brightest - darkest;
}

import { writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { endMovements } from "./axe.ts";

/** Sharp letters at a third of what a PNG weighs. */
const QUALITY = 72;
/** A page longer than this is shown as far as this. */
const MAX_HEIGHT_PX = 2_600;

/** Writes the page as it stands, as far as it goes, as WebP. The window keeps its width. */
export async function screenshot(page: Page, file: string): Promise<void> {
  const size = page.viewportSize();
  if (size === null) throw new Error("The window must have a size");
  const heightPx = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({
    width: size.width,
    height: Math.min(MAX_HEIGHT_PX, Math.max(size.height, heightPx)),
  });
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
  await endMovements(page);
  // Playwright writes PNG and JPEG only; Chromium writes WebP.
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
  await session.detach();
  await writeFile(file, Buffer.from(data, "base64"));
  await page.setViewportSize(size);
}

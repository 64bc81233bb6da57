import { expect, type Page } from "@playwright/test";

/** What stands where something is on its way. */
export const SKELETON = ".animate-shimmer.bg-hover";

/** Until nothing is on its way: the page has its title, and no skeleton is left on it. */
export async function waitUntilDrawn(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await expect(page.locator(SKELETON)).toHaveCount(0);
}

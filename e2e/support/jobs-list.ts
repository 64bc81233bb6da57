import { expect, type Locator, type Page } from "@playwright/test";
import { waitUntilLive } from "./live.ts";

export const rowOf = (page: Page, jobId: string): Locator => page.getByTestId(`job-row-${jobId}`);

/** The rows in sight whose title holds a word. */
export const rowsWith = (page: Page, word: string): Locator =>
  page.getByRole("row").filter({ hasText: word });

export const bulkBar = (page: Page): Locator => page.getByRole("toolbar", { name: "Chosen jobs" });

/** Opens the list of the jobs whose title holds a word, and waits until it is live and has them. */
export async function openList(page: Page, consoleUrl: string, word: string): Promise<void> {
  await page.goto(`${consoleUrl}/jobs?text=${word}`);
  await waitUntilLive(page);
  await expect(rowsWith(page, word).first()).toBeVisible();
}

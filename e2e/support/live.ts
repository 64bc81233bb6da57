import { expect, type Locator, type Page } from "@playwright/test";

/** Whether the page hears of changes, and how old what it shows is. */
export const liveDot = (page: Page): Locator => page.getByTestId("live-dot").first();

/** Until the page hears of changes. */
export const waitUntilLive = (page: Page): Promise<void> =>
  expect(liveDot(page)).toHaveAttribute("data-live", "live");

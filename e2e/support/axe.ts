import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { useTheme } from "./theme.ts";

/** What axe calls serious or critical on the page as it stands, apart from what matches a selector in `leftOut`. */
export async function seriousViolations(page: Page, leftOut: readonly string[] = []) {
  const builder = leftOut.reduce((axe, selector) => axe.exclude(selector), new AxeBuilder({ page }));
  const { violations } = await builder.analyze();
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical");
}

/** Goes to pages of the console in both themes and at the width of a telephone: nothing serious, nothing sideways. */
export async function expectAccessible(
  page: Page,
  consoleUrl: string,
  paths: readonly string[],
  leftOut: readonly string[] = [],
): Promise<void> {
  for (const theme of ["dark", "light"] as const) {
    await useTheme(page, consoleUrl, theme);
    for (const path of paths) {
      await page.goto(`${consoleUrl}${path}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await endMovements(page);
      expect.soft(await seriousViolations(page, leftOut), `${path} in ${theme}`).toEqual([]);
    }
  }
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of paths) {
    await page.goto(`${consoleUrl}${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    const sidewaysPx = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect.soft(sidewaysPx, `${path} on a telephone`).toBeLessThanOrEqual(0);
  }
  if (size !== null) await page.setViewportSize(size);
}

/** The page as it stands, with what is open and typed on it, in both themes: nothing serious. */
export async function expectAccessibleAsItStands(page: Page): Promise<void> {
  const before = await page.evaluate(() => document.documentElement.dataset["theme"]);
  for (const theme of ["light", "dark"]) {
    await page.evaluate((name) => {
      document.documentElement.dataset["theme"] = name;
    }, theme);
    await endMovements(page);
    expect.soft(await seriousViolations(page), `${page.url()} in ${theme}`).toEqual([]);
  }
  await page.evaluate((name) => {
    if (name !== undefined) document.documentElement.dataset["theme"] = name;
  }, before);
}

/** What fades in has half its contrast half-way there. What breathes has no end and goes on. */
export async function endMovements(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const movement of document.getAnimations()) {
      if (movement.effect?.getComputedTiming().endTime !== Infinity) movement.finish();
    }
  });
}

import type { Page } from "@playwright/test";

/** Sets the cookie from which the console draws its theme, from the next page on. */
export async function useTheme(page: Page, consoleUrl: string, theme: "dark" | "light"): Promise<void> {
  await page.context().addCookies([{ name: "spool-theme", value: theme, url: consoleUrl }]);
}

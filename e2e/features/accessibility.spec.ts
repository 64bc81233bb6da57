import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../support/fixtures.ts";
import { useTheme } from "../support/theme.ts";

const PAGES = ["/", "/jobs", "/jobs/new"];

for (const theme of ["dark", "light"] as const) {
  test(`axe finds nothing serious on any page, ${theme}`, async ({
    page,
    createPerson,
    signIn,
    platform,
  }) => {
    await useTheme(page, platform.consoleUrl, theme);
    await signIn(page, await createPerson("operator"));

    for (const path of PAGES) {
      await page.goto(`${platform.consoleUrl}${path}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect.soft(serious, `${path} in ${theme}`).toEqual([]);
    }
  });
}

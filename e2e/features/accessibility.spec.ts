import { seriousViolations } from "../support/axe.ts";
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
      expect.soft(await seriousViolations(page), `${path} in ${theme}`).toEqual([]);
    }
  });
}

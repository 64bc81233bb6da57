import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../support/fixtures.ts";

const PAGES = ["/", "/jobs", "/jobs/new"];

for (const colorScheme of ["dark", "light"] as const) {
  test(`axe finds nothing serious on any page, ${colorScheme}`, async ({
    page,
    createPerson,
    signIn,
    platform,
  }) => {
    await page.emulateMedia({ colorScheme });
    await signIn(page, await createPerson("operator"));
    await page.evaluate((theme) => localStorage.setItem("theme", theme), colorScheme);

    for (const path of PAGES) {
      await page.goto(`${platform.consoleUrl}${path}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect.soft(serious, `${path} in ${colorScheme}`).toEqual([]);
    }
  });
}

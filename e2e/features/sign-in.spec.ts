import { expect, test } from "../support/fixtures.ts";

for (const path of ["/", "/jobs", "/jobs/new", "/jobs/00000000-0000-4000-8000-000000000000"]) {
  test(`${path} is not reachable signed out`, async ({ page, platform }) => {
    await page.goto(`${platform.consoleUrl}${path}`);

    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    await expect(page.getByRole("navigation")).toHaveCount(0);
  });
}

test("a wrong password is refused in words, and the email stays typed", async ({
  page,
  platform,
  createPerson,
}) => {
  const { email } = await createPerson("operator");
  await page.goto(platform.consoleUrl);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("not it");

  await page.getByRole("button", { name: "Sign in" }).click();

  await expect(page.getByRole("alert").filter({ hasText: /./ }).first()).toBeVisible();
  await expect(page.getByLabel("Email")).toHaveValue(email);
});

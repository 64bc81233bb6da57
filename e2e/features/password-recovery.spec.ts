import { seriousViolations } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { sendSignInForm } from "../support/sign-in-form.ts";
import { mailedLink } from "../support/inbox.ts";
import { useTheme } from "../support/theme.ts";

test("a forgotten password is replaced through the link in a mail, and the old one is worth nothing", async ({
  page,
  platform,
  createPerson,
  signIn,
}) => {
  const person = await createPerson("operator");
  await page.goto(platform.consoleUrl);
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByRole("button", { name: "Mail me a link" }).waitFor();
  await page.getByLabel("Email").fill(person.email);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await expect(page.getByRole("status")).toContainText("a mail is on its way");

  const link = await mailedLink(platform, person.email);
  await page.goto(link);
  await expect(page.getByLabel("Account")).toHaveValue(person.email);
  expect(new URL(page.url()).search).toBe("");
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "at least 6 characters" })).toBeVisible();
  await page.getByLabel("New password").fill("a new secret");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByRole("navigation").first().waitFor();

  await page.context().clearCookies();
  await page.goto(platform.consoleUrl);
  await sendSignInForm(page, person);
  await expect(page.getByRole("alert").filter({ hasText: "do not match" })).toBeVisible();
  await signIn(page, { email: person.email, password: "a new secret" });

  await page.context().clearCookies();
  await page.goto(link);
  await expect(page.getByRole("alert").filter({ hasText: "used already" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Ask for a new link" })).toBeVisible();
});

test("a link asked for elsewhere says where to open it", async ({
  page,
  platform,
  createPerson,
  browser,
}) => {
  const person = await createPerson("viewer");
  await page.goto(`${platform.consoleUrl}/forgot-password`);
  await page.getByLabel("Email").fill(person.email);
  await page.getByRole("button", { name: "Mail me a link" }).click();

  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(await mailedLink(platform, person.email));

  await expect(elsewhere.getByRole("alert").filter({ hasText: "in which you asked" })).toBeVisible();
  await elsewhere.context().close();
});

for (const redirectTo of ["/set-password", ""]) {
  test(`an invited person chooses a password and is in, by a link to ${redirectTo || "the console itself"}`, async ({
    page,
    platform,
    service,
  }) => {
    const email = `guest-${crypto.randomUUID()}@example.org`;
    const { error } = await service.auth.admin.inviteUserByEmail(email, {
      redirectTo: `${platform.consoleUrl}${redirectTo}`,
    });
    expect(error).toBeNull();

    await page.goto(await mailedLink(platform, email));
    await expect(page.getByLabel("Account")).toHaveValue(email);
    await page.getByLabel("New password").fill("chosen by the guest");
    await page.getByRole("button", { name: "Save and go on" }).click();

    await page.getByRole("navigation").first().waitFor();
  });
}

test("without a link there is no password to set", async ({ page, platform }) => {
  await page.goto(`${platform.consoleUrl}/set-password`);

  await expect(page.getByRole("alert").filter({ hasText: "opens from the link in a mail" })).toBeVisible();
});

for (const theme of ["dark", "light"] as const) {
  test(`axe finds nothing serious before the console, ${theme}`, async ({ page, platform }) => {
    await useTheme(page, platform.consoleUrl, theme);
    for (const path of ["/sign-in", "/forgot-password", "/set-password"]) {
      await page.goto(`${platform.consoleUrl}${path}`);
      await page.getByRole("link").first().waitFor();
      expect.soft(await seriousViolations(page), `${path} in ${theme}`).toEqual([]);
    }
  });
}

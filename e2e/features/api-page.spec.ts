import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";

test("examples hold the reader's own address and keys, and are copied", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/api`);

  await page.getByLabel("API key").first().fill("spool_mine");
  await page.getByRole("button", { name: "Copy: Submit a job" }).click();
  await expect(page.getByRole("button", { name: "Copied: Submit a job" })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`curl '${platform.apiUrl}/rest/v1/jobs'`);
  expect(copied).toContain(`apikey: ${platform.publishableKey}`);
  expect(copied).toContain("x-spool-key: spool_mine");

  await page.getByText("supabase-js", { exact: true }).click();
  await expect(page.getByText(`createClient("${platform.apiUrl}"`).first()).toBeVisible();
});

test("the reference shows the tables and functions that there are, under the content security policy", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  const refused: string[] = [];
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) refused.push(message.text());
  });
  await signIn(page, await createPerson("viewer"));
  await page.goto(`${platform.consoleUrl}/api?tab=reference`);

  await expect(page.getByTestId("api-reference").getByText("/rpc/cancel_job").first()).toBeAttached();
  await expect(page.getByTestId("api-reference").getByText("/jobs").first()).toBeAttached();
  expect(refused).toEqual([]);
});

test("nothing serious on the page, in both themes, nor sideways on a telephone", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("admin"));
  // What the viewer draws is its own.
  await expectAccessible(page, platform.consoleUrl, ["/api", "/api?tab=reference"], ["rapi-doc"]);
});

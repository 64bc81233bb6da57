import { randomUUID } from "node:crypto";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";

test("what somebody did stands in the log, is found by filters in the address, and the chain is verified", async ({
  page,
  createPerson,
  signIn,
  asPerson,
  platform,
}) => {
  const admin = await createPerson("admin", "admin");
  const client = await asPerson(admin);
  const reason = `Repair ${randomUUID().slice(0, 8)}`;
  await client.rpc("pause_queue", { name: "batch", reason }).throwOnError();
  await client.rpc("resume_queue", { name: "batch" }).throwOnError();
  await signIn(page, admin);
  await page.goto(`${platform.consoleUrl}/audit`);

  await page.getByLabel("About", { exact: true }).selectOption("queue");
  await page.getByLabel("By", { exact: true }).selectOption({ label: admin.email });
  await expect(page).toHaveURL(/kind=queue/);
  const rows = page.getByRole("row").filter({ hasText: reason });
  await expect(rows).toHaveCount(2);
  await expect(rows.last()).toContainText("is paused no → yes");

  await page.reload();
  await expect(page.getByRole("row").filter({ hasText: reason })).toHaveCount(2);
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(page).not.toHaveURL(/kind=/);

  await page.getByRole("button", { name: "Verify the log" }).press("Enter");
  await expect(page.getByText("The log is intact.")).toBeVisible();
  await page.getByRole("button", { name: "Verify again" }).click();
  await expect(page.getByText("The log is intact.")).toBeVisible();
});

test("older entries follow when they are asked for, down to the first", async ({
  page,
  createPerson,
  signIn,
  asPerson,
  platform,
}) => {
  const admin = await createPerson("admin", "admin");
  const client = await asPerson(admin);
  // A page has a hundred.
  for (let round = 0; round < 51; round += 1) {
    await client.rpc("pause_queue", { name: "batch", reason: `Round ${round}` }).throwOnError();
    await client.rpc("resume_queue", { name: "batch" }).throwOnError();
  }
  await signIn(page, admin);
  await page.goto(`${platform.consoleUrl}/audit`);
  await page.getByLabel("By", { exact: true }).selectOption({ label: admin.email });

  const rows = page.getByRole("row").filter({ hasText: admin.email });
  const older = page.getByRole("button", { name: "Older entries" });
  await expect(rows).toHaveCount(100);
  await older.press("Enter");
  await expect(rows).toHaveCount(102);
  await expect(rows.last()).toContainText("Round 0");
  await expect(older).toHaveCount(0);
});

test("who is no administrator finds no log, and gets no row when it is forced", async ({
  page,
  createPerson,
  signIn,
  asPerson,
  platform,
}) => {
  const operator = await createPerson("operator", "operator");
  await signIn(page, operator);
  await expect(page.getByRole("navigation").getByRole("link", { name: "Audit" })).toHaveCount(0);
  await page.goto(`${platform.consoleUrl}/audit`);
  await expect(page.getByText("The audit log is read by administrators.")).toBeVisible();

  const client = await asPerson(operator);
  expect((await client.from("audit_log").select("id")).data).toEqual([]);
  expect((await client.rpc("verify_audit_chain")).status).toBe(403);
});

test("nothing serious on the page, in both themes, nor sideways on a telephone", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("admin", "admin"));
  await expectAccessible(page, platform.consoleUrl, ["/audit"]);
});

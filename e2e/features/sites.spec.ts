import { randomUUID } from "node:crypto";
import { expectAccessible, expectAccessibleAsItStands } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";

test("a site is made, checked, changed and taken off the list, by keyboard and by mouse", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const run = randomUUID().slice(0, 8);
  await signIn(page, await createPerson("operator", "operator"));
  await page.goto(`${platform.consoleUrl}/sites`);

  await page.getByRole("button", { name: "New site" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(`Springfield ${run}`);
  await dialog.getByLabel("Slug").fill("Not a slug!");
  await dialog.getByLabel("Storage root").fill(`/mnt/${run}`);
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("alert")).toBeVisible();
  await expectAccessibleAsItStands(page);
  await dialog.getByLabel("Slug").fill(`springfield-${run}`);
  await page.keyboard.press("Enter");
  await expect(page.getByText(`Springfield ${run} is on the list`)).toBeVisible();
  const row = page.getByRole("listitem").filter({ hasText: `springfield-${run}` });
  await expect(row).toContainText(`/mnt/${run}`);

  await row.getByRole("button", { name: /^Check / }).click();
  await expect(page.getByText(`A node looks at Springfield ${run}`)).toBeVisible();

  await row.getByRole("button", { name: /^More on/ }).press("Enter");
  await page.getByRole("menuitem", { name: "Edit" }).press("Enter");
  await dialog.getByLabel("Name").fill(`Shelbyville ${run}`);
  await dialog.getByRole("button", { name: "Save the site" }).click();
  await expect(row).toContainText(`Shelbyville ${run}`);

  await row.getByRole("button", { name: /^More on/ }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await expect(dialog).toContainText(`Remove Shelbyville ${run} from the list?`);
  await page.keyboard.press("Escape");
  await expect(row).toHaveCount(1);
  await row.getByRole("button", { name: /^More on/ }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("button", { name: "Remove the site" }).click();
  await expect(row).toHaveCount(0);
  const { data } = await service.from("sites").select("id").eq("slug", `springfield-${run}`).throwOnError();
  expect(data).toEqual([]);
});

test("a site that somebody else removed while it is edited is refused in words", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const slug = `gone-${randomUUID().slice(0, 8)}`;
  await service.from("sites").insert({ slug, name: "Gone", storage_root: "/mnt/gone" }).throwOnError();
  await signIn(page, await createPerson("operator", "operator"));
  await page.goto(`${platform.consoleUrl}/sites`);
  const row = page.getByRole("listitem").filter({ hasText: slug });
  await row.getByRole("button", { name: /^More on/ }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Not there any more");
  await service.from("sites").delete().eq("slug", slug).throwOnError();

  await page.getByRole("button", { name: "Save the site" }).click();

  await expect(page.getByRole("dialog").getByRole("alert")).toBeVisible();
  await expect(page.getByRole("dialog").getByLabel("Name")).toHaveValue("Not there any more");
});

test("a viewer sees sites and no control, and is refused when forced; the page is accessible", async ({
  page,
  createPerson,
  signIn,
  asPerson,
  platform,
  service,
}) => {
  const slug = `seen-${randomUUID().slice(0, 8)}`;
  const { data: site } = await service
    .from("sites")
    .insert({ slug, name: "Seen by all", storage_root: "/mnt/seen" })
    .select("id")
    .single()
    .throwOnError();
  const viewer = await createPerson("viewer");
  await signIn(page, viewer);
  await page.goto(`${platform.consoleUrl}/sites`);
  await expect(page.getByRole("listitem").filter({ hasText: slug })).toBeVisible();
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);

  const client = await asPerson(viewer);
  const forced = await client.from("sites").delete().eq("id", site.id).select("id");
  expect(forced.data ?? []).toEqual([]);
  const { data: still } = await service.from("sites").select("id").eq("id", site.id).throwOnError();
  expect(still).toHaveLength(1);
  await expectAccessible(page, platform.consoleUrl, ["/sites"]);
  await service.from("sites").delete().eq("id", site.id).throwOnError();
});

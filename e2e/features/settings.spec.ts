import { randomUUID } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";

const DEFAULT_PROJECT_ID = "00000000-0000-4000-8000-000000000001";

test("members are added by email, given another role and removed", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  const newcomer = await createPerson(null);
  await signIn(page, await createPerson("admin"));
  await page.goto(`${platform.consoleUrl}/settings`);

  const form = page.getByRole("form", { name: "Add a member" });
  await form.getByLabel("Email").fill(`nobody-${randomUUID()}@example.org`);
  await page.keyboard.press("Enter");
  await expect(form.getByRole("alert")).toContainText(
    "There is no account with this email. Invite the person first",
  );
  await form.getByLabel("Email").fill(newcomer.email);
  await form.getByRole("button", { name: "Add" }).click();

  const role = page.getByLabel(`Role of ${newcomer.email}`);
  await expect(role).toHaveValue("viewer");
  await role.selectOption("operator");
  await expect(page.getByText(`${newcomer.email} is operator now`)).toBeVisible();
  await page.getByRole("button", { name: `Remove ${newcomer.email}` }).press("Enter");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Remove ${newcomer.email}` })
    .click();
  await expect(role).toHaveCount(0);
});

test("a key is shown once, works, is rotated and is refused once it is revoked", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  const name = `Program ${randomUUID().slice(0, 8)}`;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, await createPerson("admin"));
  await page.goto(`${platform.consoleUrl}/settings?tab=keys`);
  const submit = async (key: string) => {
    const client = createClient(platform.apiUrl, platform.publishableKey, {
      auth: { persistSession: false },
      global: { headers: { "x-spool-key": key } },
    });
    return (
      await client.from("jobs").insert({
        project_id: DEFAULT_PROJECT_ID,
        job_type: "doubt",
        queue: "batch",
        run_at: new Date(Date.now() + 86_400_000).toISOString(),
        payload: { question: name },
      })
    ).status;
  };
  const copied = async () => {
    await page.getByRole("button", { name: "Copy: API key" }).click();
    await expect(page.getByRole("button", { name: "Copied: API key" })).toBeVisible();
    const key = await page.evaluate(() => navigator.clipboard.readText());
    await page.getByRole("button", { name: "I have it" }).click();
    return key;
  };

  await page.getByRole("button", { name: "New key" }).click();
  await page.getByLabel("Name").fill(name);
  await page.keyboard.press("Enter");
  const first = await copied();
  expect(await submit(first)).toBe(201);
  await expect(page.getByText(first)).toHaveCount(0);

  await page.getByRole("button", { name: `Rotate ${name}` }).click();
  await page.getByText("not at all").click();
  await page.getByRole("button", { name: "Rotate the key" }).click();
  const second = await copied();
  expect(await submit(first)).toBe(401);
  expect(await submit(second)).toBe(201);

  await page.getByRole("button", { name: `Revoke ${name}` }).press("Enter");
  await page.getByRole("button", { name: "Revoke the key" }).click();
  await expect(page.locator(`li[data-key="${name}"]`)).toContainText("revoked");
  expect(await submit(second)).toBe(401);
});

test("limits and retention are set where they will do, with what they cost", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  await signIn(page, await createPerson("admin", "admin"));
  const { data: project } = await service
    .from("projects")
    .insert({ slug: `limits-${randomUUID().slice(0, 8)}`, name: "Limits" })
    .select("id")
    .single()
    .throwOnError();

  await page.goto(`${platform.consoleUrl}/settings?tab=limits&project=${project.id}`);
  await page.getByLabel("Jobs an hour").fill("250");
  await page.getByRole("button", { name: "Save the limits" }).click();
  await expect(page.getByText("of 250")).toBeVisible();

  await page.goto(`${platform.consoleUrl}/settings?tab=retention`);
  const failed = page.getByLabel("Failed and cancelled jobs");
  await failed.fill("0");
  await page.getByRole("button", { name: "Save the figures" }).click();
  await expect(
    page.getByRole("alert").filter({ hasText: "keep_failed_days must be more than 0" }),
  ).toBeVisible();
  await failed.fill("3650");
  await page.getByRole("button", { name: "Save the figures" }).click();
  await expect(page.getByText("The figures hold from the next clean-up on")).toBeVisible();
  await service.rpc("set_retention", { figures: { keep_failed_days: null } }).throwOnError();
});

test("projects are made and renamed, and people given roles in the installation, by keys alone", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const slug = `keys-${randomUUID().slice(0, 8)}`;
  const other = await createPerson("viewer");
  await signIn(page, await createPerson("admin", "admin"));
  await page.goto(`${platform.consoleUrl}/settings`);
  const dialog = page.getByRole("dialog");

  await page.getByRole("tab", { name: "Members" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "API keys" })).toBeFocused();
  await expect(page).toHaveURL(/tab=keys/);

  await page.goto(`${platform.consoleUrl}/settings?tab=projects`);
  await page.getByRole("button", { name: "New project" }).press("Enter");
  await dialog.getByLabel("Name").fill(slug);
  await dialog.getByLabel("Slug").fill("Not a slug!");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("alert")).toBeVisible();
  await dialog.getByLabel("Slug").fill(slug);
  await page.keyboard.press("Enter");
  await expect(page.getByText(`${slug} is there, and you administer it`)).toBeVisible();
  await page.getByRole("button", { name: `Rename ${slug}` }).press("Enter");
  await dialog.getByLabel("Name").fill(`Renamed ${slug}`);
  await dialog.getByRole("button", { name: "Rename the project" }).click();
  await expect(page.getByText(`Now Renamed ${slug}`)).toBeVisible();

  await page.goto(`${platform.consoleUrl}/settings?tab=people`);
  const role = page.getByLabel(`Instance role of ${other.email}`);
  await role.focus();
  await page.keyboard.press("o");
  await expect(page.getByText(`${other.email}: operator on the instance`)).toBeVisible();
  await role.selectOption("none");
  await expect(page.getByText(`${other.email}: no role on the instance`)).toBeVisible();
  await service.from("projects").delete().eq("slug", slug).throwOnError();
});

test("a viewer looks, and finds nothing to change", async ({ page, createPerson, signIn, platform }) => {
  await signIn(page, await createPerson("viewer"));
  await page.goto(`${platform.consoleUrl}/settings`);
  await expect(page.getByText("· you")).toBeVisible();
  await expect(page.getByRole("form", { name: "Add a member" })).toHaveCount(0);
  await expect(page.getByLabel(/^Role of/)).toHaveCount(0);
  await expect(page.getByRole("tab", { name: "People" })).toHaveCount(0);
  await page.goto(`${platform.consoleUrl}/settings?tab=keys`);
  await expect(page.getByText("API keys are managed by the administrators")).toBeVisible();
  await page.goto(`${platform.consoleUrl}/settings?tab=retention`);
  await expect(page.getByText("for ever").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Save the figures" })).toHaveCount(0);
});

test("nothing serious on the pages, in both themes, nor sideways on a telephone", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("admin", "admin"));
  await expectAccessible(
    page,
    platform.consoleUrl,
    ["members", "keys", "limits", "projects", "people", "retention"].map((tab) => `/settings?tab=${tab}`),
  );
});

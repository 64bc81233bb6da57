import { randomUUID } from "node:crypto";
import { expectAccessibleAsItStands } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";

test("without a mouse, the palette finds a page, and a job by its title and its id", async ({
  page,
  createPerson,
  signIn,
  service,
}) => {
  const word = `zephyr${randomUUID().slice(0, 8)}`;
  const { data: job } = await service
    .from("jobs")
    .insert({ job_type: "doubt", payload: { question: `What is ${word}?` }, run_at: "2090-01-01T00:00:00Z" })
    .select("id")
    .single()
    .throwOnError();
  await signIn(page, await createPerson("viewer"));
  const box = page.getByRole("combobox", { name: "Search or jump" });

  await page.keyboard.press("Control+k");
  await expect(box).toBeFocused();
  await page.keyboard.type("queues");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Queues" })).toBeVisible();

  for (const sought of [word, job.id.slice(0, 13)]) {
    await page.keyboard.press("Control+k");
    await page.keyboard.type(sought);
    await expect(page.getByRole("option", { name: new RegExp(word) })).toBeVisible();
    await expect(page.getByText("is called that")).toHaveCount(0);
    await expect(page.getByRole("option", { name: new RegExp(word) })).toHaveAttribute(
      "aria-selected",
      "true",
    );
    await expectAccessibleAsItStands(page);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/jobs/${job.id}$`));
  }

  await page.keyboard.press("Control+k");
  await page.keyboard.type(`nothing ${randomUUID()}`);
  await expect(page.getByText("No page, job, queue, node or action is called that.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(box).toHaveCount(0);
  await service.rpc("cancel_job", { job_id: job.id }).throwOnError();
});

test("the sheet of shortcuts opens by its key, tells of what one may do, and each key does what it says", async ({
  page,
  createPerson,
  signIn,
}) => {
  await signIn(page, await createPerson("viewer"));
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });

  await page.keyboard.press("?");
  await expect(sheet).toBeVisible();
  await expect(sheet.getByText("Nodes", { exact: true })).toBeVisible();
  await expect(sheet.getByText("New job")).toHaveCount(0);
  await expectAccessibleAsItStands(page);
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);

  for (const [key, title] of [
    ["j", "Jobs"],
    ["n", "Nodes"],
    ["o", "Overview"],
  ] as const) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  }

  // A viewer submits nothing: the key does nothing.
  await page.keyboard.press("n");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Search or jump" })).toBeFocused();
  await page.keyboard.type("shortcuts");
  await page.keyboard.press("Enter");
  await expect(sheet).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
});

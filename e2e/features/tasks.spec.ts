import { randomUUID } from "node:crypto";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";

test("a task is started with what it asks for, and its run is seen to its end", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("operator", "operator"));
  await page.goto(`${platform.consoleUrl}/tasks`);

  await page.getByRole("button", { name: "Run Test run" }).press("Enter");
  await page.getByLabel("Duration in seconds").fill("700");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "duration_seconds" })).toBeVisible();
  await page.getByLabel("Duration in seconds").fill("0.2");
  await page.keyboard.press("Enter");

  await expect(page.getByText("Test run is started")).toBeVisible();
  await page.getByRole("button", { name: "Watch" }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  await page.goto(`${platform.consoleUrl}/tasks`);
  const runs = page.getByRole("region", { name: "Ran last" });
  await expect(runs.getByRole("listitem").first()).toContainText("completed");
});

test("a schedule is made with a preview of its runs, run, paused, changed and deleted", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const name = `Nightly ${randomUUID().slice(0, 8)}`;
  await signIn(page, await createPerson("operator", "operator"));
  await page.goto(`${platform.consoleUrl}/tasks?tab=schedules`);

  await page.getByRole("button", { name: "New schedule" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("What it starts").selectOption({ label: "Test run" });
  await dialog.getByLabel("Duration in seconds").fill("0");
  await dialog.getByLabel("When").fill("61 * * * *");
  await expect(dialog.getByText(/minute "61" is not between 0 and 59/)).toBeVisible();
  await dialog.getByLabel("When").fill("30 6 * * mon-fri");
  await dialog.getByLabel("On the clock of").fill("Asia/Nowhere");
  await expect(dialog.getByText(/There is no time zone/)).toBeVisible();
  await dialog.getByLabel("On the clock of").fill("Asia/Kolkata");
  await expect(dialog.locator("ol li")).toHaveCount(5);
  await dialog.getByText("Leave out").click();
  await dialog.getByRole("button", { name: "Create the schedule" }).click();
  const row = page.locator(`li[data-schedule="${name}"]`);
  await expect(row).toContainText("Asia/Kolkata");

  await row.getByRole("button", { name: /^Run now/ }).click();
  await expect(row.getByRole("link", { name: /^ran/ })).toBeVisible();
  await row.getByRole("switch").press("Space");
  await expect(row).toContainText("paused");
  await expect
    .poll(async () => (await service.from("schedules").select("is_enabled").eq("name", name).single()).data)
    .toEqual({ is_enabled: false });

  await row.getByRole("button", { name: /^More on/ }).click();
  await page.getByRole("menuitem", { name: "History" }).click();
  await expect(page.getByRole("dialog").getByRole("listitem")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await row.getByRole("button", { name: /^More on/ }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await page.getByRole("dialog").getByLabel("When").fill("@hourly");
  await page.keyboard.press("Control+Enter");
  await expect(row).toContainText("@hourly");

  await row.getByRole("button", { name: /^More on/ }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete the schedule" }).click();
  await expect(row).toHaveCount(0);
});

test("a viewer starts and changes nothing; the pages are accessible", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("viewer"));
  for (const path of ["/tasks", "/tasks?tab=schedules"]) {
    await page.goto(`${platform.consoleUrl}${path}`);
    await page.getByRole("listitem").first().waitFor();
    await expect(page.getByRole("main").getByRole("button", { name: /Run|New/ })).toHaveCount(0);
    await expect(page.getByRole("main").getByRole("switch")).toHaveCount(0);
  }
  await expectAccessible(page, platform.consoleUrl, ["/tasks", "/tasks?tab=schedules"]);
});

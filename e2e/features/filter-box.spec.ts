import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { openList, rowsWith } from "../support/jobs-list.ts";
import { waitUntilLive } from "../support/live.ts";
import { numbered, submitWaitingJobs } from "../support/waiting-job.ts";

const box = (page: Page) => page.getByRole("combobox", { name: "Filter jobs" });
const option = (page: Page, name: RegExp | string) => page.getByRole("option", { name });
const tokens = (page: Page) => page.getByRole("button", { name: /^Remove filter/ });

test("a filter is completed, put together and taken apart again by keys alone", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("viewer"));
  await page.goto(`${platform.consoleUrl}/jobs`);
  await waitUntilLive(page);

  await page.keyboard.press("/");
  await expect(box(page)).toBeFocused();
  await page.keyboard.type("fail");
  await expect(option(page, /^failed/)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/status=failed/);
  await expect(page.getByRole("listbox")).toBeHidden();

  // From the first to the second, and up past the first to the last: where the keys stand is told, and Enter takes it.
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("listbox")).toBeVisible();
  const pointed = () => box(page).getAttribute("aria-activedescendant");
  const first = await pointed();
  await page.keyboard.press("ArrowDown");
  expect(await pointed()).not.toBe(first);
  await page.keyboard.press("ArrowUp");
  expect(await pointed()).toBe(first);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/since=30d/);
  await expect(tokens(page)).toHaveCount(2);

  await page.keyboard.type("queue:ba");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/queue=batch/);
  await page.keyboard.type("x");
  await page.keyboard.press("Backspace");
  await expect(tokens(page)).toHaveCount(3);
  for (const left of [2, 1, 0]) {
    await page.keyboard.press("Backspace");
    await expect(tokens(page)).toHaveCount(left);
  }
  await expect(page).toHaveURL(/\/jobs$/);

  await page.keyboard.press("Escape");
  await expect(page.getByRole("listbox")).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(box(page)).not.toBeFocused();

  // The way back through the browser is the way back through the filter.
  await page.goBack();
  await expect(tokens(page)).toHaveCount(1);
});

test("a filter is put together and taken apart by the mouse alone", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const word = `Pointer${randomUUID().slice(0, 8)}`;
  await submitWaitingJobs(service, numbered(word, 2));
  await signIn(page, await createPerson("viewer"));
  await openList(page, platform.consoleUrl, word);

  await box(page).click();
  await option(page, /^pending/).click();
  await option(page, /^default/).click();
  await option(page, "last hour").click();
  await expect(page).toHaveURL(/status=pending.*queue=default.*since=1h/);
  await expect(rowsWith(page, word)).toHaveCount(2);
  // Chosen once more, it is out again.
  await option(page, "last hour").click();
  await expect(page).not.toHaveURL(/since=/);
  await option(page, /^cancelled/).click();
  await expect(page).toHaveURL(/status=pending,cancelled/);

  await page.getByRole("button", { name: "Remove filter status: pending" }).click();
  await expect(page.getByText("No job matches this filter.")).toBeVisible();
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(tokens(page)).toHaveCount(0);
  await expect(rowsWith(page, word)).toHaveCount(2);
});

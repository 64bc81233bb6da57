import type { Locator, Page } from "@playwright/test";
import { expectAccessible, expectAccessibleAsItStands } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { waitUntilLive } from "../support/live.ts";

test.afterEach(async ({ service }) => {
  await service.rpc("resume_queue", { name: "batch" });
});

const completed = (page: Page) =>
  page.getByRole("region", { name: "Finished per minute" }).getByRole("link", { name: /^[\d,]+ completed$/ });
const count = async (link: Locator): Promise<number> =>
  parseInt((await link.innerText()).replaceAll(",", ""), 10);

test("what finishes is counted while one looks, and the figure leads to those jobs", async ({
  page,
  createPerson,
  asPerson,
  signIn,
  platform,
}) => {
  const person = await createPerson("operator", "operator");
  await signIn(page, person);
  await page.goto(`${platform.consoleUrl}/?range=1h`);
  await waitUntilLive(page);
  await expect(page.getByRole("application").first()).toBeVisible();
  const before = await count(completed(page));

  const { error } = await (await asPerson(person)).rpc("trigger_task", { job_type: "health_check" });
  expect(error).toBeNull();

  await expect.poll(() => count(completed(page))).toBe(before + 1);
  await completed(page).click();
  await expect(page).toHaveURL(/\/jobs\?.*status=completed.*finishedAfter=/);
  await expect(page.getByText("finished after:")).toBeVisible();
  await expect(
    page
      .locator("[data-testid^=job-row-]")
      .filter({ hasText: /health/i })
      .first(),
  ).toBeVisible();
});

test("the range is chosen by keyboard, stands in the address, and a step of the chart leads to its jobs", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("viewer"));
  await page.goto(`${platform.consoleUrl}/`);
  await expect(page.getByRole("heading", { name: "Last 24 hours" })).toBeVisible();

  await page.getByRole("button", { name: "last 7 days" }).press("Enter");

  await expect(page).toHaveURL(/range=7d/);
  await expect(page.getByRole("heading", { name: "Finished per 2 hours" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "last 7 days" })).toHaveAttribute("aria-pressed", "true");
  const chart = page.getByRole("region", { name: "Finished per 2 hours" }).getByRole("application");
  await chart.focus();
  await chart.press("ArrowRight");
  await expect(page.getByText("Click to see these jobs")).toBeVisible();
  await chart.press("Enter");
  await expect(page).toHaveURL(/\/jobs\?.*finishedBefore=/);
});

test("a queue that is paused needs somebody, until it is resumed", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  await signIn(page, await createPerson("viewer"));
  await page.goto(`${platform.consoleUrl}/`);
  await waitUntilLive(page);

  await service.rpc("pause_queue", { name: "batch", reason: "New disk" }).throwOnError();

  const warning = page.getByRole("link", { name: "The queue batch is paused: New disk." });
  await expect(warning).toBeVisible();
  await warning.click();
  await expect(page).toHaveURL(/\/queues$/);
  await page.goBack();
  await service.rpc("resume_queue", { name: "batch" }).throwOnError();
  await expect(warning).toHaveCount(0);
});

test("the wall is entered and left by a key, and says when it is not live any more", async ({
  page,
  context,
  createPerson,
  signIn,
}) => {
  await signIn(page, await createPerson("viewer"));
  await waitUntilLive(page);

  await page.getByRole("button", { name: "Wall mode" }).click();
  await expect(page).toHaveURL(/\/wall$/);
  await waitUntilLive(page);
  await page.mouse.move(500, 500);
  await page.getByRole("button", { name: /^Leave the wall/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();

  await page.keyboard.press("w");

  await expect(page).toHaveURL(/\/wall$/);
  await waitUntilLive(page);
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await expectAccessibleAsItStands(page);
  await context.setOffline(true);
  await expect(page.getByTestId("wall-stale")).toContainText("Not live", { timeout: 30_000 });
  await context.setOffline(false);
  await expect(page.getByTestId("wall-stale")).toHaveCount(0, { timeout: 30_000 });
  await page.keyboard.press("w");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
});

test("axe finds nothing serious on the overview, the wall and the page of parts", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("operator", "operator"));

  await expectAccessible(page, platform.consoleUrl, [
    "/",
    "/?range=7d",
    "/wall",
    "/wall?theme=light",
    "/parts",
  ]);
});

import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { waitUntilLive } from "../support/live.ts";

// Nobody takes what these tests put in line.
test.beforeEach(async ({ service }) => {
  const { data: nodes } = await service.from("nodes").select("id").throwOnError();
  for (const { id } of nodes) await service.rpc("drain_node", { node_id: id, reason: "Tests of queues" });
  await service.from("jobs").delete().in("status", ["pending", "queued"]).throwOnError();
});
test.afterEach(async ({ service }) => {
  await service.from("jobs").delete().in("status", ["pending", "queued"]).throwOnError();
  for (const name of ["live", "default", "batch"] as const) await service.rpc("resume_queue", { name });
  const { data: nodes } = await service.from("nodes").select("id").throwOnError();
  for (const { id } of nodes) await service.rpc("resume_node", { node_id: id });
});

const titlesIn = (page: Page, queue: string) =>
  page.locator(`[data-queue=${queue}] li[data-job] a`).allTextContents();

const handle = (page: Page, title: string) => page.getByRole("button", { name: `Move ${title}` });

async function choose(page: Page, title: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `Places for ${title}` }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

async function drag(page: Page, title: string, ontoTitle: string): Promise<void> {
  const [from, to] = [await handle(page, title).boundingBox(), await handle(page, ontoTitle).boundingBox()];
  if (from === null || to === null) throw new Error("What is dragged must be in sight");
  await page.mouse.move(from.x + 5, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 9, from.y + 4, { steps: 3 });
  await page.mouse.move(to.x + 9, to.y + 4, { steps: 8 });
  await page.mouse.move(to.x + 9, to.y + 2);
  await page.mouse.up();
}

test("jobs change their place by pointer, keys and menu, and another browser sees it", async ({
  page,
  browser,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const [a, b, c] = ["A", "B", "C"].map((name) => `${name} ${randomUUID()}`) as [string, string, string];
  for (const question of [a, b, c])
    await service
      .from("jobs")
      .insert({ job_type: "doubt", queue: "batch", payload: { question } })
      .throwOnError();
  const other = await (await browser.newContext()).newPage();
  await signIn(page, await createPerson("operator"));
  await signIn(other, await createPerson("viewer"));
  for (const each of [page, other]) {
    await each.goto(`${platform.consoleUrl}/queues`);
    await expect.poll(() => titlesIn(each, "batch")).toEqual([a, b, c]);
    await waitUntilLive(each);
  }

  await drag(page, c, a);
  for (const each of [page, other]) await expect.poll(() => titlesIn(each, "batch")).toEqual([c, a, b]);

  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => titlesIn(page, "batch")).toEqual([a, b, c]);

  await handle(page, b).focus();
  await page.keyboard.press("Space");
  await expect(page.getByText(`${b} is at the place of ${b}.`)).toBeAttached();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByText(`${b} is at the place of ${a}.`)).toBeAttached();
  await page.keyboard.press("Space");
  for (const each of [page, other]) await expect.poll(() => titlesIn(each, "batch")).toEqual([b, a, c]);

  await choose(page, b, "Move down");
  for (const each of [page, other]) await expect.poll(() => titlesIn(each, "batch")).toEqual([a, b, c]);
  await page.getByRole("button", { name: `Places for ${a}` }).press("Enter");
  await expect(page.getByRole("menuitem", { name: "Move up" })).toBeDisabled();
  await page.getByRole("menuitem", { name: "Make it low" }).press("Enter");
  for (const each of [page, other]) await expect.poll(() => titlesIn(each, "batch")).toEqual([b, c, a]);
  await page.getByRole("button", { name: `Places for ${a}` }).press("Enter");
  await page.getByRole("menuitem", { name: "Make it medium" }).press("Enter");
  await choose(page, a, "Move to bottom");
  await choose(page, c, "Move to bottom");
  await expect.poll(() => titlesIn(other, "batch")).toEqual([b, a, c]);

  await choose(page, c, "Move to top");
  await expect.poll(() => titlesIn(other, "batch")).toEqual([c, b, a]);

  await choose(page, c, "To the queue live");
  await expect.poll(() => titlesIn(other, "live")).toEqual([c]);
  await expect.poll(() => titlesIn(page, "batch")).toEqual([b, a]);
  await other.context().close();
});

test("a place among jobs of another priority is explained, and can be had by changing it", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const [high, low] = [`High ${randomUUID()}`, `Low ${randomUUID()}`];
  for (const [question, priority] of [
    [high, "high"],
    [low, "low"],
  ] as const)
    await service
      .from("jobs")
      .insert({ job_type: "doubt", queue: "batch", priority, payload: { question } })
      .throwOnError();
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/queues`);
  await expect.poll(() => titlesIn(page, "batch")).toEqual([high, low]);

  await drag(page, low, high);
  await expect(page.getByText("Order by hand holds inside one priority.")).toBeVisible();
  await page.getByRole("button", { name: "Make it high" }).click();

  await expect
    .poll(async () => {
      const { data } = await service.from("jobs").select("priority").eq("title", low).single();
      return data?.priority;
    })
    .toBe("high");
});

test("a paused queue says who, why and until when, to everybody, until it is resumed", async ({
  page,
  browser,
  createPerson,
  signIn,
  platform,
}) => {
  const operator = await createPerson("operator", "operator");
  const other = await (await browser.newContext()).newPage();
  await signIn(page, operator);
  await signIn(other, await createPerson("viewer"));
  await page.goto(`${platform.consoleUrl}/queues`);
  await other.goto(`${platform.consoleUrl}/queues`);
  await waitUntilLive(other);

  await page.getByRole("button", { name: "Pause batch" }).click();
  await page.getByLabel("Reason").fill("Storage is being <b>moved</b>");
  await page.getByText("4 h", { exact: true }).click();
  await page.keyboard.press("Enter");

  const seen = other.getByRole("region", { name: "Queue batch" });
  await expect(seen).toHaveAttribute("data-paused", "true");
  await expect(seen.getByText("Storage is being <b>moved</b>")).toBeVisible();
  await expect(seen.getByText(`by ${operator.email}`)).toBeVisible();
  await expect(seen.locator("time[datetime]").last()).toBeVisible();

  const told = page.locator("[data-sonner-toast]").filter({ hasText: "is paused" });
  await expect(told).toBeVisible();
  await page.getByRole("button", { name: "Resume batch" }).press("Enter");
  await expect(seen).toHaveAttribute("data-paused", "false");
  await expect(told, "nothing more to take back").toHaveCount(0);

  // To a moment of one's own, by the mouse.
  await page.getByRole("button", { name: "Pause batch" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Pause batch" }).click();
  await page.getByText("A time", { exact: true }).click();
  await page.getByLabel("Until when").fill("2031-01-01T12:00");
  await page.getByRole("dialog").getByRole("button", { name: "Pause batch" }).click();
  await expect(seen).toContainText("2031");
  await told.getByRole("button", { name: "Resume" }).click();
  await expect(seen).toHaveAttribute("data-paused", "false");
  await other.context().close();
});

test("figures that will not do are refused beside their field, and limits hold", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  await signIn(page, await createPerson("operator", "operator"));
  await page.goto(`${platform.consoleUrl}/queues`);

  await page.getByRole("button", { name: "Change the rules" }).click();
  const slots = page.getByLabel("Slots that every node keeps for live");
  await slots.fill("-1");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("reserved_live_slots must lie between")).toBeVisible();
  await slots.fill("0");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The rules are changed")).toBeVisible();

  await page.getByRole("button", { name: /^Limit of Default/ }).press("Enter");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Limit of Default/ }).click();
  await page.getByLabel(/^Most running jobs of Default/).fill("7");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Limit of Default.*: 7\./ })).toBeVisible();
  await service.from("projects").update({ max_running_jobs: null }).eq("slug", "default").throwOnError();
});

test("a viewer finds no control", async ({ page, createPerson, signIn, platform, service }) => {
  const question = `Look ${randomUUID()}`;
  await service
    .from("jobs")
    .insert({ job_type: "doubt", queue: "batch", payload: { question } })
    .throwOnError();
  await signIn(page, await createPerson("viewer"));
  await page.goto(`${platform.consoleUrl}/queues`);
  await expect.poll(() => titlesIn(page, "batch")).toEqual([question]);

  await expect(
    page.getByRole("main").getByRole("button", { name: /Pause|Move|Places|Change|Limit/ }),
  ).toHaveCount(0);
});

test("nothing serious on the page, in both themes, nor sideways on a telephone", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  await service.rpc("pause_queue", { name: "batch", reason: "Repair" });
  for (const queue of ["live", "batch"] as const)
    await service
      .from("jobs")
      .insert({ job_type: "doubt", queue, payload: { question: "What ".repeat(400) } })
      .throwOnError();
  await signIn(page, await createPerson("operator", "operator"));

  await expectAccessible(page, platform.consoleUrl, ["/queues"]);
});

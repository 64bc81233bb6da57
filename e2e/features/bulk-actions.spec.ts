import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { bulkBar, openList, rowOf, rowsWith } from "../support/jobs-list.ts";
import { numbered, submitWaitingJobs } from "../support/waiting-job.ts";

const dialog = (page: Page) => page.getByRole("dialog");
const done = (page: Page) => page.getByTestId("bulk-action").first();

test("many jobs are chosen and steered by keys alone: every action, its preview, and the way back", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const word = `Keys${randomUUID().slice(0, 8)}`;
  const ids = await submitWaitingJobs(service, numbered(word, 3));
  const read = async (column: "status" | "queue" | "priority") => {
    const { data } = await service.from("jobs").select(column).in("id", ids).throwOnError();
    return data.map((row) => Object.values(row)[0] as unknown).toSorted();
  };
  await signIn(page, await createPerson("operator"));
  await openList(page, platform.consoleUrl, word);

  /** The newest two: those that j comes to first. */
  const chooseTwo = async () => {
    await rowsWith(page, word).first().getByRole("link").focus();
    await page.keyboard.press("x");
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await expect(bulkBar(page)).toContainText("2 selected");
  };
  const give = async (name: string, answer: string) => {
    await bulkBar(page).getByRole("button", { name, exact: true }).press("Enter");
    await dialog(page).getByRole("button", { name: answer }).press("Enter");
    await expect(dialog(page)).toHaveCount(0);
    await expect(bulkBar(page)).toHaveCount(0);
  };

  await chooseTwo();
  await page.keyboard.press("Escape");
  await expect(bulkBar(page)).toHaveCount(0);

  await chooseTwo();
  await give("Pause", "Pause 2 jobs");
  await expect.poll(() => read("status")).toEqual(["paused", "paused", "pending"]);

  await chooseTwo();
  await give("Resume", "Resume 2 jobs");
  await expect.poll(() => read("status")).toEqual(["pending", "pending", "pending"]);

  await chooseTwo();
  await bulkBar(page).getByRole("button", { name: "Queue" }).press("Enter");
  await page.getByRole("menuitem", { name: "batch" }).press("Enter");
  await dialog(page)
    .getByRole("button", { name: /2 jobs/ })
    .press("Enter");
  await expect.poll(() => read("queue")).toEqual(["batch", "batch", "default"]);
  await done(page).getByRole("button", { name: "Undo" }).press("Enter");
  await expect.poll(() => read("queue")).toEqual(["default", "default", "default"]);

  await chooseTwo();
  await bulkBar(page).getByRole("button", { name: "Cancel" }).press("Enter");
  await dialog(page).getByRole("button", { name: "Keep as they are" }).press("Enter");
  expect(await read("status")).toEqual(["pending", "pending", "pending"]);
  await give("Cancel", "Cancel 2 jobs");
  await expect.poll(() => read("status")).toEqual(["cancelled", "cancelled", "pending"]);

  // What does not fit is told before anything happens: one of the three has not ended.
  await chooseTwo();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await bulkBar(page).getByRole("button", { name: "Remove" }).press("Enter");
  await expect(dialog(page)).toContainText("2 will be removed");
  await dialog(page).getByRole("button", { name: "Remove 2 jobs" }).press("Enter");
  await expect(rowsWith(page, word)).toHaveCount(1);
  await expect(done(page)).toContainText("Removed 2 jobs");
  await expect(done(page).getByRole("button", { name: "Undo" })).toHaveCount(0);
  for (let left = await page.getByTestId("bulk-action").count(); left > 0; left -= 1)
    await done(page).getByRole("button", { name: "Dismiss" }).press("Enter");
  await service.from("jobs").delete().in("id", ids).throwOnError();
});

test("many jobs are chosen by the mouse: a range with shift, none again, and retried", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const word = `Shift${randomUUID().slice(0, 8)}`;
  const ids = await submitWaitingJobs(service, numbered(word, 5));
  for (const id of ids) await service.rpc("cancel_job", { job_id: id }).throwOnError();
  await signIn(page, await createPerson("operator"));
  await openList(page, platform.consoleUrl, word);
  const boxes = page.getByRole("checkbox");

  await boxes.nth(0).click();
  await boxes.nth(3).click({ modifiers: ["Shift"] });
  await expect(bulkBar(page)).toContainText("4 selected");
  await boxes.nth(2).click();
  await expect(bulkBar(page)).toContainText("3 selected");
  await bulkBar(page).getByRole("button", { name: "Choose none" }).click();
  await expect(bulkBar(page)).toHaveCount(0);

  // On a telephone, where the bar stands over the places of the console.
  await page.setViewportSize({ width: 390, height: 844 });
  const last = rowOf(page, ids[4] ?? "");
  await last.getByRole("checkbox").click();
  await bulkBar(page).getByRole("button", { name: "Retry" }).click();
  await dialog(page).getByRole("button", { name: "Retry 1 job" }).click();
  await expect(last).not.toContainText("cancelled");
  await service.from("jobs").delete().in("id", ids).throwOnError();
});

test("an action that has not come to an end is stopped: what it did stays, and can be taken back", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
  superuser,
}) => {
  const word = `Stop${randomUUID().slice(0, 8)}`;
  const ids = await submitWaitingJobs(service, numbered(word, 3));
  const paused = async () => {
    const { data } = await service
      .from("jobs")
      .select("id")
      .in("id", ids)
      .eq("status", "paused")
      .throwOnError();
    return data.length;
  };
  await signIn(page, await createPerson("operator"));
  await openList(page, platform.consoleUrl, word);
  // Somebody is at one of them, so that the action waits for it.
  await superuser.query("begin");
  await superuser.query("select from public.jobs where id = $1 for update", [ids[1]]);
  try {
    await page.getByRole("checkbox").first().click();
    await page
      .getByRole("checkbox")
      .nth(2)
      .click({ modifiers: ["Shift"] });
    await bulkBar(page).getByRole("button", { name: "Pause", exact: true }).click();
    await dialog(page).getByRole("button", { name: "Pause 3 jobs" }).click();
    await expect(done(page)).toContainText("Pausing 2 of 3 jobs");
    await done(page).getByRole("button", { name: "Stop" }).press("Enter");
    await expect(done(page)).toContainText("Paused 2 jobs, stopped after 2 of 3");
  } finally {
    await superuser.query("rollback");
  }
  expect(await paused()).toBe(2);
  await done(page).getByRole("button", { name: "Undo" }).click();
  await expect.poll(paused).toBe(0);
  await service.from("jobs").delete().in("id", ids).throwOnError();
});

import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "../support/fixtures.ts";
import { openList, rowsWith } from "../support/jobs-list.ts";
import { waitUntilLive } from "../support/live.ts";
import { numbered, submitWaitingJobs } from "../support/waiting-job.ts";

test("by keys alone, a filter is saved, renamed and deleted, and what it finds is taken along", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const word = `Tools${randomUUID().slice(0, 8)}`;
  const ids = await submitWaitingJobs(service, numbered(word, 3));
  await page.addInitScript(() => Reflect.deleteProperty(window, "showSaveFilePicker"));
  await signIn(page, await createPerson("viewer"));
  await openList(page, platform.consoleUrl, word);
  const views = page.getByRole("button", { name: "Saved views" });
  const dialog = page.getByRole("dialog");

  await views.press("Enter");
  await expect(page.getByRole("menuitem", { name: /Save this filter/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("Three of them");
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);

  await views.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Three of them" })).toBeVisible();
  await page.getByRole("menuitem", { name: /Rename or delete/ }).press("Enter");
  await dialog.getByRole("button", { name: "Rename Three of them" }).press("Enter");
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("A trio");
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Delete A trio" }).press("Enter");
  await expect(dialog).toContainText("There are none any more.");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Export" }).press("Enter");
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: /JSON/ }).press("Enter");
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^jobs-\d{4}-\d\d-\d\d\.json$/);
  const rows = JSON.parse(await readFile(await file.path(), "utf8")) as { id: string }[];
  expect(rows.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  await expect(page.getByRole("status").filter({ hasText: "Exported 3 jobs" })).toBeVisible();
  await service.from("jobs").delete().in("id", ids).throwOnError();
});

test("a moment leads into the middle of the list, where the keys go on from what is in sight", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
  superuser,
}) => {
  const word = `Middle${randomUUID().slice(0, 8)}`;
  const ids = await submitWaitingJobs(service, numbered(word, 240));
  const startMs = Date.UTC(2026, 0, 1);
  await superuser.query("set session_replication_role = replica");
  await superuser.query(
    `update public.jobs as j set created_at = to_timestamp($1) + make_interval(mins => (n.nth - 1)::integer)
     from unnest($2::uuid[]) with ordinality as n (id, nth) where j.id = n.id`,
    [startMs / 1_000, ids],
  );
  await signIn(page, await createPerson("viewer"));
  await openList(page, platform.consoleUrl, word);
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest("[role=row]")?.querySelector("a")?.textContent);

  await page.keyboard.press("j");
  expect(await focused()).toBe(`${word} 239`);
  await page.getByRole("button", { name: "Jump to a time" }).press("Enter");
  const until = page.getByLabel("Jobs submitted until");
  const zoneMs = await page.evaluate(() => new Date(2026, 0, 1).getTimezoneOffset() * 60_000);
  await until.fill(new Date(startMs + 120 * 60_000 - zoneMs).toISOString().slice(0, 16));
  await until.press("Enter");
  await expect(page).toHaveURL(/at=2026-01-01T02/);
  await expect(page.getByText(/^from /)).toBeVisible();
  await expect(rowsWith(page, `${word} 110`)).toBeVisible();

  await page.keyboard.press("j");
  expect(await focused()).toMatch(new RegExp(`^${word} 1(19|20)$`));
  const first = Number((await focused())?.split(" ")[1]);
  await page.keyboard.press("j");
  expect(await focused()).toBe(`${word} ${first - 1}`);
  for (const above of [0, 1, 2]) {
    await page.keyboard.press("k");
    await expect.poll(focused).toBe(`${word} ${first + above}`);
  }

  await page.getByRole("button", { name: "back to the newest" }).press("Enter");
  await expect(page).not.toHaveURL(/at=/);
  await waitUntilLive(page);
  await expect(rowsWith(page, `${word} 239`)).toBeVisible();
  await service.from("jobs").delete().in("id", ids).throwOnError();
});

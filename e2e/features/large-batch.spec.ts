import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";

const ROWS = 50_000;
/** Every so many rows, one that cannot be submitted. */
const BAD_EVERY = 500;
const BAD_ROWS = ROWS / BAD_EVERY;
/** On a machine whose cores are all busy with taking the rows in; a quiet one stays below 150. */
const LONGEST_TASK_MS = 500;

/** Notes what keeps the page from answering whoever clicks. */
async function watchTasks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const tasks = { longestMs: 0 };
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.longestMs = Math.max(tasks.longestMs, duration);
    }).observe({ type: "longtask" });
  });
  return () => page.evaluate(() => (window as unknown as { tasks: { longestMs: number } }).tasks.longestMs); // put there above
}

test("fifty thousand rows with bad ones among them are checked, submitted, interrupted and finished, none lost or doubled", async ({
  page,
  createPerson,
  signIn,
  platform,
  superuser,
}, testInfo) => {
  const run = randomUUID().slice(0, 8);
  const lines = Array.from({ length: ROWS }, (_, index) =>
    index % BAD_EVERY === 7
      ? `,"Nobody asks, ${index}",low,2031-01-01T00:00:00Z`
      : `Large ${run} ${index}?,"Text, ${index}",low,2031-01-01T00:00:00Z`,
  );
  // On the disk, as people have it: what is given as bytes is copied through the page, which takes seconds.
  const file = testInfo.outputPath("fifty-thousand.csv");
  await writeFile(file, `question,text,priority,run_at\n${lines.join("\n")}\n`);
  const inDatabase = async () => {
    const { rows } = await superuser.query<{ jobs: number; titles: number }>(
      "select count(*)::integer as jobs, count(distinct title)::integer as titles from public.jobs where title like $1",
      [`Large ${run} %`],
    );
    return rows[0];
  };
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/new/batch`);
  await page.getByLabel("File with jobs").waitFor({ state: "attached" });
  const longestTaskMs = await watchTasks(page);
  await page.getByLabel("File with jobs").setInputFiles(file);
  await expect(page.getByTestId("batch-summary")).toContainText("49,900 rows can be submitted, 100 cannot", {
    timeout: 60_000,
  });
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Rows not submitted" }).click();
  const report = await readFile(await (await download).path(), "utf8");
  const reported = report.trim().split("\r\n").slice(1);
  expect(reported).toHaveLength(BAD_ROWS);
  expect(reported[0]).toContain("9,payload.question is required,");

  await page.getByRole("button", { name: "Submit 49,900 jobs" }).click();
  await expect(page.getByText(/^[1-9][\d,]* of 49,900$/)).toBeVisible();
  await expect.poll(async () => (await inDatabase())?.jobs, { timeout: 120_000 }).toBeGreaterThan(5_000);
  expect(await longestTaskMs()).toBeLessThan(LONGEST_TASK_MS);

  // The tab is closed in the middle of a statement, or before its answer.
  await page.reload();
  await page.getByLabel("File with jobs").setInputFiles(file);
  await page.getByRole("button", { name: /^Go on after the first [\d,]+$/ }).click();
  await expect(page.getByText(/^[1-9][\d,]* of 49,900/)).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("button", { name: "Go on", exact: true }).click();
  await expect(page.getByRole("link", { name: "See the jobs" })).toBeVisible({ timeout: 240_000 });
  expect(await inDatabase()).toEqual({ jobs: ROWS - BAD_ROWS, titles: ROWS - BAD_ROWS });

  await superuser.query("delete from public.jobs where title like $1", [`Large ${run} %`]);
});

test("a project's limits are told in words: fewer go at once, and it goes on by itself when the minute is over", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const run = randomUUID().slice(0, 8);
  const { data: project } = await service
    .from("projects")
    .insert({ slug: `slow-${run}`, name: "Slow" })
    .select("id")
    .single()
    .throwOnError();
  const person = await createPerson(null);
  const { data: profile } = await service
    .from("profiles")
    .select("user_id")
    .eq("email", person.email)
    .single()
    .throwOnError();
  await service
    .from("project_members")
    .insert({ project_id: project.id, user_id: profile.user_id, role: "admin" })
    .throwOnError();
  const limit = (submissions: number) =>
    service
      .rpc("set_project_limits", { project_id: project.id, submissions_per_minute: submissions })
      .throwOnError();
  await limit(120);
  await page.clock.install();
  await signIn(page, person);
  await page.goto(`${platform.consoleUrl}/jobs/new/batch`);
  const rows = Array.from({ length: 300 }, (_, index) => `Slow ${run} ${index}?,2031-01-01T00:00:00Z`);
  await page.getByLabel("File with jobs").setInputFiles({
    name: "slow.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`question,run_at\n${rows.join("\n")}\n`),
  });
  await page.getByRole("button", { name: "Submit 300 jobs" }).click();

  await expect(page.getByText(/^It goes on by itself in \d+ s$/)).toBeVisible();
  await expect(page.getByText(/takes 120 jobs a minute from each person/)).toBeVisible();
  await expect(page.getByText("100 of 300")).toBeVisible();
  await limit(10_000);
  await page.clock.fastForward(70_000);

  await expect(page.getByText("300 submitted")).toBeVisible();
  const { count } = await service
    .from("jobs")
    .select("id", { count: "exact", head: true })
    .eq("project_id", project.id)
    .throwOnError();
  expect(count).toBe(300);
  await service.from("jobs").delete().eq("project_id", project.id).throwOnError();
});

import { randomUUID } from "node:crypto";
import { openCuttableNetwork } from "../support/cuttable-network.ts";
import { expect, test } from "../support/fixtures.ts";
import { bulkBar, openList, rowOf, rowsWith } from "../support/jobs-list.ts";
import { liveDot, waitUntilLive } from "../support/live.ts";
import { numbered, submitWaitingJob, submitWaitingJobs } from "../support/waiting-job.ts";

test.afterEach(async ({ service }) => {
  await service.rpc("resume_queue", { name: "batch" });
});

test("a network that is cut for half a minute is told, and leaves nothing stale", async ({
  browser,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const network = await openCuttableNetwork();
  const context = await browser.newContext({ proxy: network.proxy, viewport: { width: 1440, height: 900 } });
  const [list, one, queues] = [await context.newPage(), await context.newPage(), await context.newPage()];
  const word = `Cable${randomUUID().slice(0, 8)}`;
  const insert = (question: string) => submitWaitingJob(service, question);
  const [kept, deleted] = [await insert(`${word} is kept`), await insert(`${word} is deleted`)];
  await signIn(list, await createPerson("operator", "operator"));
  await list.goto(`${platform.consoleUrl}/jobs?text=${word}`);
  await one.goto(`${platform.consoleUrl}/jobs/${kept}?tab=events`);
  await queues.goto(`${platform.consoleUrl}/queues`);
  for (const page of [list, one, queues]) await waitUntilLive(page);
  await expect(rowOf(list, deleted)).toBeVisible();
  const loadedAtMs = await list.evaluate(() => performance.timeOrigin);

  network.cut();
  await service.rpc("cancel_job", { job_id: kept }).throwOnError();
  await service.from("jobs").delete().eq("id", deleted).throwOnError();
  const added = await insert(`${word} is added`);
  await service.rpc("pause_queue", { name: "batch", reason: word }).throwOnError();

  await Promise.all(
    [list, one, queues].map(async (page) => {
      await expect(liveDot(page)).toHaveText(/^reconnecting, data from (just now|\d+ s ago)$/, {
        timeout: 30_000,
      });
      await expect(liveDot(page)).toHaveText(/^offline, data from \d+ s ago$/, { timeout: 40_000 });
    }),
  );
  await expect(rowOf(list, kept)).toContainText("pending");

  network.mend();
  for (const page of [list, one, queues]) await expect(liveDot(page)).toHaveText("live", { timeout: 30_000 });
  await expect(rowOf(list, kept)).toContainText("cancelled");
  await expect(rowOf(list, added)).toBeVisible();
  await expect(rowOf(list, deleted)).toHaveCount(0);
  await expect(one.getByTestId("job-status")).toHaveText(/cancelled/);
  await expect(one.getByRole("tabpanel")).toContainText("cancelled");
  await expect(queues.getByRole("region", { name: "Queue batch" })).toContainText(word);
  expect(await list.evaluate(() => performance.timeOrigin)).toBe(loadedAtMs);

  await service.rpc("resume_queue", { name: "batch" }).throwOnError();
  await expect(queues.getByRole("region", { name: "Queue batch" })).toHaveAttribute("data-paused", "false");
  await context.close();
  await network.close();
});

test("what is done while there is no network is refused in words, and can be done again", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const jobId = await submitWaitingJob(service, "Who pulled the plug?");
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/${jobId}`);
  await waitUntilLive(page);

  await page.context().setOffline(true);
  await expect(liveDot(page)).toHaveAttribute("data-live", /reconnecting|offline/, { timeout: 20_000 });
  await page.getByRole("group", { name: "Controls" }).getByRole("button", { name: "Cancel" }).click();
  const refused = page.locator("[data-sonner-toast]", { hasText: "The API could not be reached" });
  await expect(refused).toBeVisible();

  await page.context().setOffline(false);
  await refused.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByTestId("job-status")).toHaveText(/cancelled/);
  await expect(liveDot(page)).toHaveText("live", { timeout: 30_000 });
});

test("parts of a page that cannot be had without a network come when it is back, and break nothing until then", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const jobId = await submitWaitingJob(service, "Who comes late?");
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/${jobId}`);
  await waitUntilLive(page);

  await page.context().setOffline(true);
  await page.keyboard.press("Control+k");
  await expect(liveDot(page)).toHaveText(/^offline, data from /, { timeout: 20_000 });
  await expect(page.getByRole("heading", { level: 1, name: "Who comes late?" })).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.context().setOffline(false);
  await expect(page.getByRole("combobox", { name: "Search or jump" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(liveDot(page)).toHaveText("live", { timeout: 30_000 });
});

test("a page whose code for live changes got lost on its way asks again, and is live; so is a menu", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const jobId = await submitWaitingJob(service, "Who got lost?");
  await signIn(page, await createPerson("operator"));
  let isLosing = true;
  let lost = 0;
  await page.route("**/_next/**/*.js", async (route) => {
    const answer = await route.fetch();
    const isWanted = /phx_join|MenuSubContent/.test(await answer.text());
    if (!isLosing || !isWanted) return route.fulfill({ response: answer });
    lost += 1;
    return route.abort();
  });
  await page.goto(`${platform.consoleUrl}/jobs/${jobId}`);
  const more = page.getByRole("group", { name: "Controls" }).getByRole("button", { name: "More controls" });
  await expect.poll(() => lost).toBeGreaterThan(0);
  const before = lost;
  // What a menu is made of is asked for when a pointer comes near.
  await more.hover();
  await expect.poll(() => lost).toBeGreaterThan(before);
  isLosing = false;

  await waitUntilLive(page);
  await more.click();
  await expect(page.getByRole("menuitem", { name: "Duplicate" })).toBeVisible();
  await page.unrouteAll({ behavior: "wait" });
});

test("two browsers on the list see what the other changes, adds and removes", async ({
  page,
  browser,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const word = `Pair${randomUUID().slice(0, 8)}`;
  const [first = ""] = await submitWaitingJobs(service, numbered(word, 3));
  const other = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  for (const each of [page, other]) {
    await signIn(each, await createPerson("operator"));
    await openList(each, platform.consoleUrl, word);
    await expect(rowsWith(each, word)).toHaveCount(3);
  }

  await rowOf(page, first).getByRole("checkbox").check();
  await bulkBar(page).getByRole("button", { name: "Cancel" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Cancel 1 job/ })
    .click();
  await expect(rowOf(other, first)).toContainText("cancelled");

  await rowOf(other, first).getByRole("link").click();
  const controls = other.getByRole("group", { name: "Controls" });
  await controls.getByRole("button", { name: "More controls" }).click();
  await other.getByRole("menuitem", { name: "Remove …" }).click();
  await other.getByRole("button", { name: "Remove the job" }).click();
  await expect(rowOf(page, first)).toHaveCount(0);

  await other.goto(`${platform.consoleUrl}/jobs/new`);
  await other.getByLabel("Question").fill(`${word} 3`);
  await other.getByRole("button", { name: /submit job/i }).click();
  await expect(rowsWith(page, `${word} 3`)).toBeVisible();
  await other.context().close();
});

test("jobs that are deleted while they are looked at say so, and an action on them finds none", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const word = `Gone${randomUUID().slice(0, 8)}`;
  const [first = ""] = await submitWaitingJobs(service, numbered(word, 60));
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/${first}`);
  const list = await page.context().newPage();
  await openList(list, platform.consoleUrl, word);
  await waitUntilLive(page);
  await rowsWith(list, word).first().getByRole("checkbox").check();

  await service.from("jobs").delete().ilike("title", `${word}%`).throwOnError();

  await expect(page.getByText("There is no such job")).toBeVisible();
  await expect(list.getByText("No job matches this filter.")).toBeVisible();
  await bulkBar(list).getByRole("button", { name: "Cancel" }).click();
  await expect(list.getByRole("dialog")).toContainText("No job fits any more.");
});

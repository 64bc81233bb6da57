import { randomUUID } from "node:crypto";
import { expect, test } from "../support/fixtures.ts";
import { liveDot, waitUntilLive } from "../support/live.ts";
import { submitWaitingJob } from "../support/waiting-job.ts";

test("columns are chosen and made wider by mouse and by keyboard, and are as they were after a reload", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  await submitWaitingJob(service, "Which columns?");
  await signIn(page, await createPerson("viewer"));
  await page.goto(`${platform.consoleUrl}/jobs`);
  const column = (name: string) => page.getByRole("columnheader", { name, exact: true });
  const columns = page.getByRole("button", { name: "Columns" });
  await expect(column("Queue")).toBeVisible();
  await waitUntilLive(page);

  await columns.click();
  await page.getByRole("menuitemcheckbox", { name: "Queue" }).click();
  await page.keyboard.press("Escape");
  await expect(column("Queue")).toHaveCount(0);
  await columns.press("Enter");
  await page.getByRole("menuitemcheckbox", { name: "Compact rows" }).press("Enter");
  await page.keyboard.press("Escape");

  const edge = page.getByRole("separator", { name: "Width of Type" });
  const widthPx = async () => Number(await edge.getAttribute("aria-valuenow"));
  const before = await widthPx();
  await edge.press("ArrowLeft");
  await expect.poll(widthPx).toBe(before + 16);
  const place = await edge.boundingBox();
  if (place === null) throw new Error("The edge must be in sight");
  await page.mouse.move(place.x + 4, place.y + 10);
  await page.mouse.down();
  await page.mouse.move(place.x - 36, place.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect.poll(widthPx).toBe(before + 56);

  await page.reload();
  await expect(column("Queue")).toHaveCount(0);
  expect(await widthPx()).toBe(before + 56);
  const row = page.getByRole("row").filter({ hasText: "Which columns?" }).first();
  await expect.poll(async () => (await row.boundingBox())?.height).toBe(28);
});

test("from a job to those beside it in the list and back, by keys alone", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const word = `Along${randomUUID().slice(0, 8)}`;
  for (const name of ["oldest", "middle", "newest"]) await submitWaitingJob(service, `${word} ${name}`);
  await signIn(page, await createPerson("viewer"));
  await page.goto(`${platform.consoleUrl}/jobs?text=${word}`);
  await expect(page.getByRole("row").filter({ hasText: word })).toHaveCount(3);
  await waitUntilLive(page);
  const title = (name: string) => page.getByRole("heading", { level: 1, name: `${word} ${name}` });

  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(title("middle")).toBeVisible();
  const beside = page.getByRole("navigation", { name: "In the list" });
  await beside.getByRole("link", { name: /^Job below in the list/ }).press("Enter");
  await expect(title("oldest")).toBeVisible();
  await expect(beside.getByRole("button", { name: "Job below in the list" })).toBeDisabled();
  await beside.getByRole("link", { name: `Job above in the list: ${word} middle` }).press("Enter");
  await expect(title("middle")).toBeVisible();

  await beside.getByRole("link", { name: /^Job below/ }).click();
  await expect(title("oldest")).toBeVisible();
  await beside.getByRole("link", { name: /^Job above/ }).click();
  await expect(title("middle")).toBeVisible();
  await page.getByRole("button", { name: "Tell me when it ends" }).press("Enter");
  await page.getByRole("button", { name: "Watching" }).press("Space");
  await expect(page.getByRole("button", { name: "Tell me when it ends" })).toBeVisible();

  await page.getByRole("link", { name: "Jobs", exact: true }).first().press("Enter");
  await expect(page.getByRole("row").filter({ hasText: word })).toHaveCount(3);
});

test("who watches a job is told when it ends, wherever they are by then, also after a break; a copy of it runs anew", async ({
  page,
  context,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const [first, second] = [
    await submitWaitingJob(service, `Who waits ${randomUUID()}?`),
    await submitWaitingJob(service, `Who was away ${randomUUID()}?`),
  ];
  await context.grantPermissions(["notifications"]);
  await page.addInitScript(() => {
    const told: string[] = [];
    Object.assign(window, {
      told,
      Notification: class extends EventTarget {
        static permission = "granted";
        constructor(title: string, { body }: { body: string }) {
          super();
          told.push(`${title}: ${body}`);
        }
      },
    });
  });
  await signIn(page, await createPerson("operator"));
  for (const jobId of [first, second]) {
    await page.goto(`${platform.consoleUrl}/jobs/${jobId}`);
    await page.getByRole("button", { name: "Tell me when it ends" }).click();
    await expect(page.getByRole("button", { name: "Watching" })).toBeVisible();
  }
  await page.goto(`${platform.consoleUrl}/nodes`);
  await waitUntilLive(page);
  const toast = page.locator("[data-sonner-toast]");

  await service.rpc("cancel_job", { job_id: first }).throwOnError();
  await expect(toast.filter({ hasText: "The job was cancelled" })).toContainText("Who waits");
  expect(await page.evaluate(() => Reflect.get(window, "told") as string[])).toEqual([
    expect.stringMatching(/^The job was cancelled: Who waits/),
  ]);

  await context.setOffline(true);
  await expect(liveDot(page)).toHaveText(/^offline/, { timeout: 30_000 });
  await service.rpc("cancel_job", { job_id: second }).throwOnError();
  await context.setOffline(false);
  await expect(toast.filter({ hasText: "Who was away" })).toContainText("The job was cancelled", {
    timeout: 30_000,
  });

  await toast.filter({ hasText: "Who was away" }).getByRole("button", { name: "Open" }).click();
  await expect(page).toHaveURL(new RegExp(`/jobs/${second}$`));
  await page.getByRole("group", { name: "Controls" }).getByRole("button", { name: "More controls" }).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await toast.filter({ hasText: "Duplicated" }).getByRole("button", { name: "Open" }).click();
  await expect(page).not.toHaveURL(new RegExp(second));
  await expect(page.getByRole("heading", { level: 1, name: /^Who was away/ })).toBeVisible();
  await expect(page.getByTestId("job-status")).toHaveText(/pending|queued|assigned|processing/);
  await service.rpc("cancel_job", { job_id: page.url().split("/").at(-1) ?? "" }).throwOnError();
});

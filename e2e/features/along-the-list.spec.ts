import { randomUUID } from "node:crypto";
import { expect, test } from "../support/fixtures.ts";
import { submitWaitingJob } from "../support/waiting-job.ts";

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
  const live = page.locator("[data-testid=live-dot][data-live=live]");
  for (const jobId of [first, second]) {
    await page.goto(`${platform.consoleUrl}/jobs/${jobId}`);
    await page.getByRole("button", { name: "Tell me when it ends" }).click();
    await expect(page.getByRole("button", { name: "Watching" })).toBeVisible();
  }
  await page.goto(`${platform.consoleUrl}/nodes`);
  await live.waitFor();
  const toast = page.locator("[data-sonner-toast]");

  await service.rpc("cancel_job", { job_id: first }).throwOnError();
  await expect(toast.filter({ hasText: "The job was cancelled" })).toContainText("Who waits");
  expect(await page.evaluate(() => Reflect.get(window, "told") as string[])).toEqual([
    expect.stringMatching(/^The job was cancelled: Who waits/),
  ]);

  await context.setOffline(true);
  await expect(page.getByTestId("live-dot")).toHaveText(/^offline/, { timeout: 30_000 });
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

import { randomUUID } from "node:crypto";
import { expectAccessibleAsItStands } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { controls, submitWaiting } from "../support/job-page.ts";
import type { Locator, Page } from "@playwright/test";

const toast = (page: Page, words: RegExp | string) => page.locator("[data-sonner-toast]", { hasText: words });

async function openMore(page: Page, item: string): Promise<void> {
  await controls(page).getByRole("button", { name: "More controls" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("an operator steers a waiting job by every control, with the mouse", async ({
  page,
  createPerson,
  signIn,
  service,
  platform,
}) => {
  const run = randomUUID().slice(0, 8);
  const first = await submitWaiting(service, `Who is first in line, ${run}?`, {
    queue: "batch",
    priority: "low",
  });
  const second = await submitWaiting(service, `Who is second in line, ${run}?`, {
    queue: "batch",
    priority: "low",
  });
  const jobId = await submitWaiting(service, "Who is steered?", { queue: "batch", priority: "low" });
  const read = async () =>
    (await service.from("jobs").select("*").eq("id", jobId).single().throwOnError()).data;
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/${jobId}`);

  const wait = page.getByTestId("job-wait");
  await expect(wait).toContainText("in line");
  await expect(wait.locator("[data-reason]").filter({ hasText: "GPU" }).first()).toBeVisible();
  await expectAccessibleAsItStands(page);

  await openMore(page, "Move to the front");
  await expect(toast(page, "Moved in the line")).toBeVisible();
  const { data: line } = await service
    .from("jobs")
    .select("id, position")
    .in("id", [first, second, jobId])
    .throwOnError();
  expect(line.toSorted((one, other) => one.position - other.position)[0]?.id).toBe(jobId);

  await openMore(page, "Move in the line …");
  await page.getByRole("radio", { name: `Who is first in line, ${run}?` }).check();
  await page.getByRole("button", { name: "Put after it" }).click();
  await expect
    .poll(async () => {
      const { data } = await service
        .from("jobs")
        .select("id, position")
        .in("id", [first, second, jobId])
        .throwOnError();
      return data.toSorted((one, other) => one.position - other.position).map(({ id }) => id);
    })
    .toEqual([first, jobId, second]);

  await controls(page).getByRole("button", { name: "More controls" }).click();
  await page.getByRole("menuitem", { name: "Priority" }).press("ArrowRight");
  await page.getByRole("menuitemradio", { name: "high" }).press("Enter");
  await expect.poll(async () => (await read()).priority).toBe("high");
  await toast(page, "Priority is high now").getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await read()).priority).toBe("low");

  await controls(page).getByRole("button", { name: "More controls" }).click();
  await page.getByRole("menuitem", { name: "Queue" }).press("ArrowRight");
  await page.getByRole("menuitemradio", { name: "live" }).press("Enter");
  await expect.poll(async () => (await read()).queue).toBe("live");

  await controls(page).getByRole("button", { name: "Pause" }).click();
  await expect(page.getByTestId("job-status")).toHaveText(/paused/);
  await expect(wait).toContainText("It was paused by");
  await controls(page).getByRole("button", { name: "Resume" }).click();
  await expect(page.getByTestId("job-status")).toHaveText(/pending|queued/);

  await controls(page).getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByTestId("job-status")).toHaveText(/cancelled/);
  await expect(controls(page).getByRole("button", { name: "Pause" })).toHaveCount(0);
  await toast(page, "Cancelled").getByRole("button", { name: "Undo" }).click();
  await expect(page.getByTestId("job-status")).toHaveText(/pending|queued/);

  await page.getByRole("tab", { name: /Events/ }).click();
  const events = page.getByRole("tabpanel");
  await expect(events).toContainText("priority changed: low to high");
  await expect(events).toContainText("moved to another queue: batch to live");
});

/** As a hand does it, with places in between: what lies on the way is left by degrees. */
async function pointAt(page: Page, item: Locator): Promise<void> {
  await item.waitFor();
  const place = await item.boundingBox();
  if (place === null) throw new Error("What is pointed at must be in sight");
  await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2, { steps: 12 });
}

test("menus inside the menu open under a pointer, and one click in them is enough", async ({
  page,
  createPerson,
  signIn,
  service,
  platform,
}) => {
  const jobId = await submitWaiting(service, "Who points?", { queue: "batch", priority: "low" });
  const read = async () =>
    (await service.from("jobs").select("priority, queue").eq("id", jobId).single().throwOnError()).data;
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/${jobId}`);
  const more = controls(page).getByRole("button", { name: "More controls" });

  await more.click();
  await pointAt(page, page.getByRole("menuitem", { name: "Priority" }));
  await pointAt(page, page.getByRole("menuitemradio", { name: "high" }));
  await page.getByRole("menuitemradio", { name: "high" }).click();
  await expect.poll(read).toEqual({ priority: "high", queue: "batch" });
  await expect(page.getByRole("menu")).toHaveCount(0);

  // Past one that is open already, to the next.
  await more.click();
  await pointAt(page, page.getByRole("menuitem", { name: "Priority" }));
  await expect(page.getByRole("menuitemradio", { name: "medium" })).toBeVisible();
  await pointAt(page, page.getByRole("menuitem", { name: "Queue" }));
  await expect(page.getByRole("menuitemradio", { name: "medium" })).toHaveCount(0);
  await expectAccessibleAsItStands(page);
  await pointAt(page, page.getByRole("menuitemradio", { name: "live" }));
  await page.getByRole("menuitemradio", { name: "live" }).click();
  await expect.poll(read).toEqual({ priority: "high", queue: "live" });

  // On a telephone there is no pointing without pressing.
  await page.setViewportSize({ width: 390, height: 844 });
  await more.click();
  await page.getByRole("menuitem", { name: "Priority" }).click();
  await page.getByRole("menuitemradio", { name: "low" }).click();
  await expect.poll(read).toEqual({ priority: "low", queue: "live" });
});

test("a job is steered by the keyboard alone, and removed only after a question", async ({
  page,
  createPerson,
  signIn,
  service,
  platform,
}) => {
  const jobId = await submitWaiting(service, "Who has no mouse?");
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/${jobId}`);

  await controls(page).getByRole("button", { name: "Pause" }).press("Enter");
  await expect(page.getByTestId("job-status")).toHaveText(/paused/);
  await controls(page).getByRole("button", { name: "Resume" }).press("Space");
  await expect(page.getByTestId("job-status")).toHaveText(/pending|queued/);
  for (const command of ["Cancel", "Retry", "Cancel"]) {
    await controls(page).getByRole("button", { name: command, exact: true }).press("Enter");
    await expect(page.getByTestId("job-status")).toHaveText(
      command === "Cancel" ? /cancelled/ : /pending|queued/,
    );
  }

  await page.getByRole("tab", { name: /^Log/ }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page).toHaveURL(/tab=payload/);
  await expect(page.getByRole("tabpanel")).toContainText("Who has no mouse?");

  await controls(page).getByRole("button", { name: "More controls" }).press("Enter");
  await page.getByRole("menuitem", { name: "Edit into a new job" }).press("Enter");
  await expect(page.getByLabel("Question")).toHaveValue("Who has no mouse?");
  await page.goBack();

  await controls(page).getByRole("button", { name: "More controls" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Remove …" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Remove this job?" });
  await expect(dialog).toContainText("Who has no mouse?");
  await expectAccessibleAsItStands(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByTestId("job-status")).toBeVisible();

  await openMore(page, "Remove …");
  await dialog.getByRole("button", { name: "Remove the job" }).click();
  await expect(page).toHaveURL(/\/jobs$/);
  const { data } = await service.from("jobs").select("id").eq("id", jobId).throwOnError();
  expect(data).toEqual([]);
});

test("a viewer sees why a job waits, and no control", async ({
  page,
  createPerson,
  signIn,
  service,
  platform,
}) => {
  const jobId = await submitWaiting(service, "Who may only look?");
  await signIn(page, await createPerson("viewer"));
  await page.goto(`${platform.consoleUrl}/jobs/${jobId}`);

  await expect(page.getByTestId("job-wait")).toContainText("in line");
  await expect(controls(page)).toHaveCount(0);
});

test("what somebody else did first is refused in words, and the page shows what is", async ({
  page,
  createPerson,
  signIn,
  service,
  platform,
}) => {
  const jobId = await submitWaiting(service, "Who was faster?", { unique_key: `key-${Date.now()}` });
  await service.rpc("cancel_job", { job_id: jobId }).throwOnError();
  const { data: job } = await service
    .from("jobs")
    .select("unique_key")
    .eq("id", jobId)
    .single()
    .throwOnError();
  const otherId = await submitWaiting(service, "Who has the key now?", { unique_key: job.unique_key });
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/${jobId}`);

  await controls(page).getByRole("button", { name: "Retry", exact: true }).click();

  const refused = toast(page, "could not be run again");
  await expect(refused).toContainText("is there already");
  await refused.getByRole("button", { name: "Open that job" }).click();
  await expect(page).toHaveURL(new RegExp(`/jobs/${otherId}$`));
});

import { randomUUID } from "node:crypto";
import { expectAccessibleAsItStands } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import type { Locator, Page } from "@playwright/test";

type Service = Parameters<Parameters<typeof test>[2]>[0]["service"];

/** A job that no node of the test's platform can take, so that it stands still while it is steered. */
async function submitWaiting(service: Service, question: string, columns: object = {}): Promise<string> {
  const { data } = await service
    .from("jobs")
    .insert({ job_type: "doubt", payload: { question }, requirements: { gpu: true }, ...columns })
    .select("id")
    .single()
    .throwOnError();
  return data.id;
}

const controls = (page: Page) => page.getByRole("group", { name: "Controls" });
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

test("a failed job says what to do, and its words begin a new one", async ({
  page,
  createPerson,
  signIn,
  service,
  platform,
}) => {
  const { data: job } = await service
    .from("jobs")
    .insert({ job_type: "doubt", payload: { question: "   ", context: "Kept for the next" } })
    .select("id")
    .single()
    .throwOnError();
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/${job.id}`);

  const panel = page.getByTestId("job-error");
  await expect(panel).toContainText("submit a new job", { timeout: 60_000 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expectAccessibleAsItStands(page);
  await panel.getByRole("link", { name: "Edit and submit again" }).click();
  await expect(page.getByLabel("Context")).toHaveValue("Kept for the next");
});

test("a log of thousands of lines is searched to its beginning, filtered, and taken along", async ({
  page,
  createPerson,
  signIn,
  service,
  platform,
}) => {
  const jobId = await submitWaiting(service, "Who wrote so much?");
  const lineOf = (index: number, message: string) => ({
    job_id: jobId,
    attempt_id: "00000000-0000-4000-8000-000000000009",
    level: index === 3 ? ("error" as const) : ("info" as const),
    message,
    fields: {},
    logged_at: new Date(Date.UTC(2026, 0, 1) + index * 10).toISOString(),
  });
  const lines = Array.from({ length: 5_000 }, (_, index) =>
    lineOf(index, index === 3 ? "The needle" : `Frame ${index} was drawn`),
  );
  for (let from = 0; from < lines.length; from += 1_000)
    await service
      .from("job_logs")
      .insert(lines.slice(from, from + 1_000))
      .throwOnError();
  await signIn(page, await createPerson("viewer"));
  await page.goto(`${platform.consoleUrl}/jobs/${jobId}`);

  const log = page.getByRole("log");
  await expect(log).toContainText("Frame 4999 was drawn");
  await page.getByLabel("Search the log").fill("needle");
  await expect(log).toContainText("The needle");
  await expect(page.getByText("1 of 5,000 lines")).toBeVisible();
  await page.getByLabel("Search the log").fill("");
  await page.getByRole("button", { name: "error", exact: true }).click();
  await expect(log.locator("[data-level]")).toHaveCount(1);

  await page.getByRole("button", { name: "error", exact: true }).press("Space");
  await page.getByLabel("Search the log").fill("nothing is written like that");
  await expect(page.getByText("No line of the log matches.")).toBeVisible();
  await page.getByLabel("Search the log").fill("");

  // Scrolled up by keys, it stays where it is read; asked to, it follows again.
  const follow = page.getByRole("button", { name: "Follow" });
  await expect(log).toContainText("Frame 4999 was drawn");
  await expect(follow).toBeHidden();
  await log.focus();
  await page.keyboard.press("PageUp");
  await page.keyboard.press("PageUp");
  await expect(follow).toBeVisible();
  await service.from("job_logs").insert(lineOf(5_000, "The newest of all")).throwOnError();
  await expect(log).not.toContainText("The newest of all");
  await follow.press("Enter");
  await expect(log).toContainText("The newest of all");
  await expect(follow).toBeHidden();

  await page.getByRole("button", { name: "Download" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Text" }).click();
  const stream = await (await download).createReadStream();
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  expect(text.trimEnd().split("\n")).toHaveLength(5_001);
});

test("the storyboard of a finished video shows its scenes, and a changed script is rendered again", async ({
  page,
  createPerson,
  signIn,
  service,
  platform,
}) => {
  const { data: job } = await service
    .from("jobs")
    .insert({
      job_type: "doubt",
      payload: { question: "Why do we yawn?", text: "A yawn cools the brain. It also spreads in groups." },
    })
    .select("id")
    .single()
    .throwOnError();
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/${job.id}`);
  await expect(page.getByTestId("job-status")).toHaveText(/completed/, { timeout: 170_000 });

  await page.getByRole("tab", { name: "Storyboard" }).click();
  const scene = page.getByTestId("scene-1");
  await expect(scene).toContainText("Why do we yawn?");
  await expect(scene.locator("img")).toBeVisible({ timeout: 30_000 });
  await expectAccessibleAsItStands(page);

  const video = page.locator("video");
  const atSeconds = () => video.evaluate((element: HTMLVideoElement) => element.currentTime);
  await page.getByRole("button", { name: "Play scene 2", exact: true }).press("Enter");
  await expect.poll(atSeconds).toBeGreaterThan(1);
  await page.getByRole("button", { name: /^Play Scene 1,/ }).click();
  await expect.poll(atSeconds).toBeLessThan(1);

  const player = () =>
    video.evaluate(({ paused, muted, textTracks }: HTMLVideoElement) => ({
      paused,
      muted,
      captions: [...textTracks].find(({ kind }) => kind === "captions")?.mode,
    }));
  const { paused } = await player();
  await page.locator("media-play-button").click();
  await expect.poll(async () => (await player()).paused).toBe(!paused);
  await page.keyboard.press("k");
  await expect.poll(async () => (await player()).paused).toBe(paused);
  for (const key of ["m", "c"]) await page.keyboard.press(key);
  await expect.poll(player).toMatchObject({ muted: true, captions: "showing" });
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Captions");
  await expect(page.locator("media-keyboard-shortcuts-dialog")).toHaveCount(0);
  await page.keyboard.press("Escape");

  await controls(page).getByRole("button", { name: "Retry from a stage" }).press("Enter");
  await expect(page.getByRole("menuitem", { name: "Render" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Edit the script" }).press("Enter");
  await scene.getByLabel("What is said").fill("Nobody says that.");
  await page.getByRole("button", { name: "Discard" }).press("Enter");
  await expect(scene).not.toContainText("Nobody says that.");
  await page.getByRole("button", { name: "Edit the script" }).click();
  await scene.getByLabel("What is said").fill("Why do people yawn at all?");
  await page.getByRole("button", { name: "Render again" }).click();

  await expect(page.getByTestId("job-status")).toHaveText(/pending|queued|assigned|processing/);
  const { data: again } = await service
    .from("jobs")
    .select("payload")
    .eq("id", job.id)
    .single()
    .throwOnError();
  expect(JSON.stringify(again.payload)).toContain("Why do people yawn at all?");
  await service.rpc("cancel_job", { job_id: job.id }).throwOnError();
  await expect(page.getByTestId("job-status")).toHaveText(/cancelled/);

  await page.getByRole("button", { name: "Edit the script" }).click();
  await scene.getByLabel("What is said").fill("Once more, by keys.");
  await scene.getByLabel("What is said").press("Control+Enter");
  await expect(page.getByTestId("job-status")).toHaveText(/pending|queued|assigned|processing/);
  await service.rpc("cancel_job", { job_id: job.id }).throwOnError();
});

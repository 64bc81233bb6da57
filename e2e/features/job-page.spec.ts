import { expectAccessibleAsItStands } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { controls, submitWaiting } from "../support/job-page.ts";

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

  const stages = async () => {
    const { data } = await service
      .from("job_stages")
      .select("stage, attempt_id")
      .eq("job_id", job.id)
      .throwOnError();
    return Object.fromEntries(data.map(({ stage, attempt_id }) => [stage, attempt_id]));
  };
  const before = await stages();
  await controls(page).getByRole("button", { name: "Retry from a stage" }).press("Enter");
  await page.getByRole("menuitem", { name: "Package" }).press("Enter");
  await expect(page.getByTestId("job-status")).toHaveText(/pending|queued|assigned|processing/);
  await expect(page.getByTestId("job-status")).toHaveText(/completed/, { timeout: 60_000 });
  const after = await stages();
  expect(after["render"], "what was drawn is kept").toBe(before["render"]);
  expect(after["package"]).not.toBe(before["package"]);

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

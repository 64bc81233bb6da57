import { expectAccessibleAsItStands } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { sendSignInForm } from "../support/sign-in-form.ts";

test("the form says beside each field what the database would, and submits by the keyboard", async ({
  page,
  createPerson,
  signIn,
  service,
  platform,
}) => {
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/new`);
  await expectAccessibleAsItStands(page);

  await page.getByRole("button", { name: /submit job/i }).click();
  await expect(page.getByRole("alert").filter({ hasText: "payload.question is required" })).toBeVisible();

  await page.getByLabel("Question").fill("x".repeat(2_001));
  await expect(
    page.getByText("payload.question must have at most 2000 characters, it has 2001"),
  ).toBeVisible();

  await page.getByLabel("Question").fill("<b>Why</b> is HTML shown as text?");
  await page.getByRole("button", { name: "Table" }).click();
  await expect(page.getByLabel("Table")).toBeFocused();
  await page.getByLabel("Table").fill("Year, Rainfall\n2024, 812\n2025, 655");
  await page.getByRole("radio", { name: "chalk" }).check();
  await page.getByRole("switch", { name: "Music" }).click();
  await page.getByText("Advanced").click();
  const ifSilent = page.getByRole("group", { name: "If the speech service fails" });
  await expect(ifSilent.getByRole("radio", { name: "by rule" })).toBeChecked();
  await ifSilent.getByRole("radio", { name: "the job fails" }).check();
  await page.getByLabel("Not before").fill("2031-01-01T12:00");
  await page.getByLabel("Free memory, in MiB").fill("plenty");
  await page.getByLabel("Question").focus();
  await expect(page.getByText("requirements.memory_mb must be an integer, not a string")).toBeVisible();
  await page.getByLabel("Free memory, in MiB").fill("512");
  await page.keyboard.press("Control+Enter");

  await expect(page.getByRole("heading", { name: "<b>Why</b> is HTML shown as text?" })).toBeVisible();
  const jobId = page.url().split("/").at(-1) ?? "";
  const { data: job } = await service.from("jobs").select("*").eq("id", jobId).single().throwOnError();
  expect(job).toMatchObject({
    requirements: { memory_mb: 512 },
    payload: {
      theme: "chalk",
      music: true,
      voice_fallback: false,
      table: "Year, Rainfall\n2024, 812\n2025, 655",
    },
  });
  expect(new Date(job.run_at).getUTCFullYear()).toBeGreaterThanOrEqual(2030);
});

test("nothing typed is lost when the session ends", async ({ page, createPerson, signIn, platform }) => {
  const person = await createPerson("operator");
  await signIn(page, person);
  await page.goto(`${platform.consoleUrl}/jobs/new`);
  await page.getByLabel("Question").fill("Is this kept?");
  await page.getByLabel("Text", { exact: true }).fill("All of it.");
  await page.context().clearCookies();

  await page.getByRole("button", { name: /submit job/i }).click();

  await expect(page.getByText("Your session has ended")).toBeVisible();
  await page.getByRole("link", { name: "sign in again" }).click();
  await sendSignInForm(page, person);
  await expect(page.getByLabel("Question")).toHaveValue("Is this kept?");
  await expect(page.getByLabel("Text", { exact: true })).toHaveValue("All of it.");
  await page.getByRole("button", { name: /submit job/i }).click();
  await expect(page.getByRole("heading", { name: "Is this kept?" })).toBeVisible();
});

test("a job whose answer got lost is there once, however often it is submitted", async ({
  page,
  createPerson,
  signIn,
  service,
  platform,
}) => {
  const question = `Did it arrive, ${Date.now()}?`;
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/new`);
  await page.getByLabel("Question").fill(question);
  // It reaches the database, and nobody hears of it.
  await page.route("**/rest/v1/jobs*", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    await route.fetch();
    return route.abort();
  });
  const submit = page.getByRole("button", { name: /submit job/i });
  await submit.click();
  await expect(page.getByText("The API could not be reached")).toBeVisible();
  await submit.click();
  await expect(submit).toBeEnabled();
  await page.unrouteAll({ behavior: "wait" });
  await page.reload();
  await expect(page.getByLabel("Question")).toHaveValue(question);
  await submit.click();

  await expect(page.getByRole("heading", { name: question })).toBeVisible();
  const { data: jobs } = await service.from("jobs").select("id").eq("title", question).throwOnError();
  expect(jobs.map(({ id }) => id)).toEqual([page.url().split("/").at(-1)]);

  // Asked for once more on purpose, it is another one.
  await page.goto(`${platform.consoleUrl}/jobs/new`);
  await page.getByLabel("Question").fill(question);
  await submit.click();
  await expect(page.getByRole("heading", { name: question })).toBeVisible();
  expect(page.url().split("/").at(-1)).not.toBe(jobs[0]?.id);
});

test("a file of many jobs is checked row by row, submitted once, and goes on after an error", async ({
  page,
  createPerson,
  signIn,
  service,
  platform,
}) => {
  const run = Date.now();
  const rows = Array.from({ length: 450 }, (_, index) =>
    index === 20 ? ",no question,low" : `Batch ${run} number ${index}?,"Text, ${index}",low`,
  );
  const file = {
    name: "jobs.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`question,text,priority\n${rows.join("\n")}\n`),
  };
  const count = async () => {
    const { count: found } = await service
      .from("jobs")
      .select("id", { count: "exact", head: true })
      .like("title", `Batch ${run} number%`)
      .throwOnError();
    return found;
  };
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/new/batch`);
  await page.getByLabel("File with jobs").setInputFiles(file);
  await expect(page.getByTestId("batch-summary")).toContainText("449 rows can be submitted, 1 cannot");
  await expect(page.getByRole("row", { name: /22 payload.question is required/ })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expectAccessibleAsItStands(page);

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Rows not submitted" }).click();
  const stream = await (await download).createReadStream();
  let bad = "";
  for await (const chunk of stream) bad += String(chunk);
  expect(bad).toContain("22,payload.question is required,,no question,low");

  // The second statement reaches the database, and its answer gets lost.
  let statements = 0;
  await page.route("**/rest/v1/jobs*", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    statements += 1;
    if (statements !== 2) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await page.getByRole("button", { name: "Submit 449 jobs" }).click();
  await expect(page.getByText("nothing is lost or doubled when you go on")).toBeVisible();
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("link", { name: "See the jobs" })).toBeVisible();
  await expect(page.getByText("249 submitted · 200 were there already")).toBeVisible();
  expect(await count()).toBe(449);

  await page.getByLabel("File with jobs").setInputFiles(file);
  await page.getByRole("button", { name: "Submit 449 jobs" }).click();
  await expect(page.getByText("449 were there already")).toBeVisible();
  expect(await count()).toBe(449);
  await service.from("jobs").delete().like("title", `Batch ${run} number%`).throwOnError();
});

test("a file is chosen by keys or dropped, and its columns are sent where they belong", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/new/batch`);
  const summary = page.getByTestId("batch-summary");

  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).press("Enter");
  await (
    await chooser
  ).setFiles({
    name: "topics.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("subject matter,text\nWhat is a lever?,It turns.\nWhat is a wedge?,It parts."),
  });
  await expect(summary).toContainText("2 cannot");
  await page.getByLabel("Column subject matter goes to").focus();
  await page.keyboard.type("Question");
  await expect(summary).toContainText("2 rows can be submitted");
  // A target has one column: whoever had it before is left out.
  await page.getByLabel("Column text goes to").selectOption({ label: "Question" });
  await expect(page.getByLabel("Column subject matter goes to")).toHaveValue("");

  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['{"question": "What is a screw?"}'], "one.jsonl"));
    return data;
  });
  await page.getByRole("region", { name: "File" }).dispatchEvent("drop", { dataTransfer: dropped });
  await expect(page.getByRole("region", { name: "File" })).toContainText("one.jsonl · 1 row");
  await expect(summary).toContainText("1 row can be submitted");
});

test("a viewer is told that they may not submit", async ({ page, createPerson, signIn, platform }) => {
  await signIn(page, await createPerson("viewer"));

  for (const path of ["/jobs/new", "/jobs/new/batch"]) {
    await page.goto(`${platform.consoleUrl}${path}`);
    await expect(page.getByText("You may watch jobs, but not submit them.")).toBeVisible();
  }
});

import { readFile } from "node:fs/promises";
import { endMovements, seriousViolations } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { bulkBar, openList, rowOf, rowsWith } from "../support/jobs-list.ts";
import { waitUntilLive } from "../support/live.ts";
import { useTheme } from "../support/theme.ts";
import { numbered, submitWaitingJob, submitWaitingJobs } from "../support/waiting-job.ts";

test("an operator filters by keyboard, acts on everything that matches, undoes it, and takes the list away", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const word = `Pendulum${Date.now()}`;
  await submitWaitingJobs(service, [`=${word} <b>bold</b>`, ...numbered(word, 69)]);
  await page.addInitScript(() => Reflect.deleteProperty(window, "showSaveFilePicker"));
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs`);
  await waitUntilLive(page);

  await page.keyboard.press("/");
  await page.keyboard.type(word);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(new RegExp(`text=${word}`));
  await expect(rowsWith(page, word).first()).toBeVisible();
  await expect(page.getByText("70 jobs")).toBeVisible();

  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(bulkBar(page)).toContainText("1 selected");
  await page.getByRole("button", { name: /^Select all that match/ }).click();
  await page.getByRole("button", { name: "Priority" }).click();
  await page.getByRole("menuitem", { name: "high" }).click();
  await expect(page.getByRole("dialog")).toContainText("70 will get priority high");
  await page.getByRole("button", { name: "Set priority of 70 jobs" }).click();
  await expect(page.getByTestId("bulk-action").first()).toContainText("Set the priority of 70 jobs");
  await page.reload();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByTestId("bulk-action").first()).toContainText("Undone");
  const { data: priorities } = await service
    .from("jobs")
    .select("priority")
    .ilike("title", `%${word}%`)
    .throwOnError();
  expect(new Set(priorities.map(({ priority }) => priority))).toEqual(new Set(["medium"]));

  await page.getByRole("button", { name: "Export" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: /CSV/ }).click();
  const file = await readFile(await (await download).path(), "utf8");
  expect(file.trim().split("\r\n")).toHaveLength(71);
  expect(file).toContain(`'=${word} <b>bold</b>`);

  await page.getByRole("button", { name: "Saved views" }).click();
  await page.getByRole("menuitem", { name: /Save this filter/ }).click();
  await page.getByLabel("Name").fill("Pendulums");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(page).not.toHaveURL(/text=/);
  await page.getByRole("button", { name: "Saved views" }).click();
  await page.getByRole("menuitem", { name: /Pendulums/ }).click();
  await expect(page).toHaveURL(new RegExp(`text=${word}`));
});

test("a viewer sees what others change, and finds no way to change many", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const word = `Voltage${Date.now()}`;
  const jobId = await submitWaitingJob(service, word);
  await signIn(page, await createPerson("viewer"));
  await openList(page, platform.consoleUrl, word);
  await expect(page.getByRole("checkbox")).toHaveCount(0);

  await service.rpc("cancel_job", { job_id: jobId }).throwOnError();

  await expect(rowOf(page, jobId)).toContainText("cancelled");
});

test("a row in sight changes by its event alone, while the list cannot be asked for", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const word = `Refraction${Date.now()}`;
  const jobId = await submitWaitingJob(service, word);
  await signIn(page, await createPerson("viewer"));
  await openList(page, platform.consoleUrl, word);
  await page.route("**/rest/v1/**", (route) => route.abort());

  await service.rpc("cancel_job", { job_id: jobId }).throwOnError();

  await expect(rowOf(page, jobId)).toContainText("cancelled");
});

for (const theme of ["dark", "light"] as const) {
  test(`axe finds nothing serious in the list, its filter and its bar, ${theme}`, async ({
    page,
    createPerson,
    signIn,
    platform,
    service,
  }) => {
    await submitWaitingJob(service, "ما هي المادة 21؟");
    await useTheme(page, platform.consoleUrl, theme);
    await signIn(page, await createPerson("operator"));
    await page.goto(`${platform.consoleUrl}/jobs`);
    await page.getByRole("checkbox").first().check();
    await bulkBar(page).waitFor();
    await page.keyboard.press("/");
    await page.getByRole("listbox").waitFor();
    await endMovements(page);

    expect(await seriousViolations(page)).toEqual([]);
  });
}

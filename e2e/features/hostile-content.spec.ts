import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "../support/fixtures.ts";
import { later } from "../support/waiting-job.ts";

test("a question of ten thousand characters is refused in words, by the form and past it", async ({
  page,
  createPerson,
  signIn,
  asPerson,
  platform,
}) => {
  const person = await createPerson("operator");
  const refused = await (
    await asPerson(person)
  )
    .from("jobs")
    .insert({ job_type: "doubt", payload: { question: "ق".repeat(10_000) } });
  expect(refused.error?.code).toBe("PT400");
  expect(refused.error?.message).toContain("it has 10000");

  await signIn(page, person);
  await page.goto(`${platform.consoleUrl}/jobs/new`);
  await page.getByLabel("Question").fill("ق".repeat(10_000));
  await page.keyboard.press("Control+Enter");
  await expect(
    page.getByText("payload.question must have at most 2000 characters, it has 10000"),
  ).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test("an export starts no formula and brings every title back", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const run = randomUUID().slice(0, 8);
  const titles = ["=", "+", "-", "@", "＝"].map(
    (sign) => `${sign}HYPERLINK("http://elsewhere.example","${run}")`,
  );
  await service
    .from("jobs")
    .insert(titles.map((question) => ({ job_type: "doubt", run_at: later(), payload: { question } })))
    .throwOnError();
  await page.addInitScript(() => Reflect.deleteProperty(window, "showSaveFilePicker"));
  await signIn(page, await createPerson("viewer"));
  await page.goto(`${platform.consoleUrl}/jobs?text=${run}`);
  await expect(page.getByText("5 jobs")).toBeVisible();

  const takeAway = async (kind: "CSV" | "JSON") => {
    await page.getByRole("button", { name: "Export" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: kind }).click();
    return await readFile(await (await download).path(), "utf8");
  };
  const csv = await takeAway("CSV");
  for (const title of titles) expect(csv).toContain(`,"'${title.replaceAll('"', '""')}",`);
  const json = JSON.parse(await takeAway("JSON")) as { title: string }[];
  expect(json.map(({ title }) => title).toSorted()).toEqual(titles.toSorted());
  await service.from("jobs").delete().like("title", `%${run}%`).throwOnError();
});

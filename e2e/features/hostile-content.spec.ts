import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { waitUntilDrawn } from "../support/drawn.ts";
import { expect, test } from "../support/fixtures.ts";
import { submitWaitingJobs } from "../support/waiting-job.ts";

const PROJECT_ID = "00000000-0000-4000-8000-000000000001";
/** Runs when it is taken for HTML; a page of the console must show it as it is written. */
const MARKUP = `<img src=x onerror="window.ran=1"><script>window.ran=1</script>`;
/** Turns what follows it round, unless it is kept apart. */
const OVERRIDE = "\u202E";

const DESK = { width: 1440, height: 900 };
const TELEPHONE = { width: 390, height: 844 };

interface Strike {
  dialogs: string[];
  refusals: string[];
}

/** Notes whatever a page runs, asks or is kept from doing. */
function watchFor(page: Page): Strike {
  const strike: Strike = { dialogs: [], refusals: [] };
  page.on("dialog", (dialog) => {
    strike.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) strike.refusals.push(message.text());
  });
  return strike;
}

async function expectHarmless(page: Page, strike: Strike): Promise<void> {
  const found = await page.evaluate(() => ({
    ran: "ran" in window,
    images: document.querySelectorAll("img[src='x'], img[onerror]").length,
  }));
  expect
    .soft({ ...found, ...strike }, page.url())
    .toEqual({ ran: false, images: 0, dialogs: [], refusals: [] });
  await expect
    .configure({ soft: true })
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), {
      message: `${page.url()} is no wider than its window of ${page.viewportSize()?.width ?? 0} px`,
      timeout: 3_000,
    })
    .toBeLessThanOrEqual(0);
}

test("HTML, endless words and text of the other direction are shown as text on every page", async ({
  page,
  createPerson,
  signIn,
  asPerson,
  platform,
  service,
}) => {
  const run = randomUUID().slice(0, 8);
  const admin = await createPerson("admin", "admin");
  const client = await asPerson(admin);
  const titles = [
    `${run} ${MARKUP}`,
    `ما هي المادة 21 من الدستور؟ ${run}`,
    `${run}${"W".repeat(1_500)}`,
    `${run} ${OVERRIDE}gnp.exe`,
    `${run} ${"long words ".repeat(170)}`,
  ];
  const jobs = await submitWaitingJobs(service, titles, {
    columns: { queue: "batch" },
    payload: { context: `${MARKUP} ${"W".repeat(4_000)}` },
  });
  const [markedUp = "", arabic = ""] = jobs;
  await service
    .from("job_logs")
    .insert(
      [MARKUP, "W".repeat(4_000), `${OVERRIDE}desrever`].map((message) => ({
        job_id: markedUp,
        attempt_id: randomUUID(),
        level: "error" as const,
        message,
        fields: { why: MARKUP },
      })),
    )
    .throwOnError();
  await client.rpc("pause_queue", { name: "batch", reason: MARKUP }).throwOnError();
  await client
    .from("schedules")
    .insert({ project_id: PROJECT_ID, name: `${run} ${MARKUP}`, job_type: "health_check", cron: "@daily" })
    .throwOnError();
  await client.rpc("create_api_key", { project_id: PROJECT_ID, name: `${run} ${MARKUP}` }).throwOnError();
  await service
    .from("sites")
    .insert({ slug: `site-${run}`, name: `${run} ${MARKUP}`, storage_root: `/srv/${"W".repeat(900)}` })
    .throwOnError();
  await service
    .from("projects")
    .insert({ slug: `p-${run}`, name: `${run} ${MARKUP}` })
    .throwOnError();

  const strike = watchFor(page);
  await signIn(page, admin);
  const paths = [
    "/",
    `/jobs?text=${run}`,
    ...jobs.map((id) => `/jobs/${id}`),
    ...["log", "attempts", "events", "payload"].map((tab) => `/jobs/${markedUp}?tab=${tab}`),
    `/jobs/new?from=${markedUp}`,
    "/queues",
    "/nodes",
    "/tasks",
    "/tasks?tab=schedules",
    "/sites",
    "/audit",
    ...["members", "keys", "limits", "projects", "people", "retention"].map((tab) => `/settings?tab=${tab}`),
  ];
  for (const path of paths) {
    await page.goto(`${platform.consoleUrl}${path}`);
    await waitUntilDrawn(page);
    await expectHarmless(page, strike);
    await page.setViewportSize(TELEPHONE);
    await expectHarmless(page, strike);
    await page.setViewportSize(DESK);
  }

  await page.goto(`${platform.consoleUrl}/jobs?text=${run}`);
  await expect(page.getByRole("row").filter({ hasText: MARKUP.slice(0, 30) })).toBeVisible();
  await page.goto(`${platform.consoleUrl}/jobs/${arabic}`);
  const heading = page.getByRole("heading", { level: 1 });
  expect(await heading.evaluate((title) => getComputedStyle(title).direction)).toBe("rtl");
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder(/A page, a node/).fill(run);
  await expect(page.getByRole("dialog").getByText(`${run} <img src=x`).first()).toBeVisible();
  await expectHarmless(page, strike);

  await client.rpc("resume_queue", { name: "batch" }).throwOnError();
  await service.from("schedules").delete().like("name", `${run}%`).throwOnError();
  await service.from("sites").delete().eq("slug", `site-${run}`).throwOnError();
  await service.from("jobs").delete().ilike("title", `%${run}%`).throwOnError();
});

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
  await submitWaitingJobs(service, titles);
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

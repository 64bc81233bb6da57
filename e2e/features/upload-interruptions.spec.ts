import type { Page } from "@playwright/test";
import { openCuttableNetwork } from "../support/cuttable-network.ts";
import { expect, test } from "../support/fixtures.ts";
import { noisePng } from "../support/noise-png.ts";
import {
  chosenPictures,
  choosePictures,
  fillSubject,
  openNewJob,
  openPictureFolder,
  SMALL_PX,
  submitForm,
  uploaded,
} from "../support/pictures.ts";

/** 9.7 MB of noise, just under the limit. */
const LARGE_PX = 1_800;
const SLOW_BYTES_PER_SECOND = 1_500_000;

let files: Awaited<ReturnType<typeof openPictureFolder>>;
test.beforeAll(async () => {
  files = await openPictureFolder();
});
test.afterAll(() => files.remove());

const progress = async (page: Page) =>
  Number(await page.getByRole("progressbar", { name: /upload of/i }).getAttribute("aria-valuenow"));

/** Every request from now on goes out as over a slow line. */
async function slowDown(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: SLOW_BYTES_PER_SECOND,
  });
}

test("an upload whose network is cut twice goes on by itself and arrives byte for byte", async ({
  browser,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const network = await openCuttableNetwork();
  const context = await browser.newContext({ proxy: network.proxy });
  const page = await context.newPage();
  const content = noisePng(LARGE_PX);
  await signIn(page, await createPerson("operator"));
  await openNewJob(page, platform.consoleUrl);
  await fillSubject(page);
  await slowDown(page);

  const [begun, wentOnAt]: [string[], number[]] = [[], []];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().includes("/upload/")) begun.push(request.url());
  });
  page.on("response", (response) => {
    if (response.request().method() === "HEAD") wentOnAt.push(Number(response.headers()["upload-offset"]));
  });

  await choosePictures(page, await files.fileOf("map.png", content));
  for (const percent of [10, 40]) {
    await expect.poll(() => progress(page), { intervals: [50] }).toBeGreaterThanOrEqual(percent);
    network.cut();
    await expect(page.getByText("The connection is cut. It goes on by itself.")).toBeVisible({
      timeout: 40_000,
    });
    await page.getByRole("button", { name: /submit job/i }).click();
    await expect(page.getByText(/map\.png is not uploaded yet: wait until it is/)).toBeVisible();
    network.mend();
    await expect(page.getByText("The connection is cut. It goes on by itself.")).toBeHidden({
      timeout: 40_000,
    });
  }
  await expect(uploaded(page)).toBeVisible({ timeout: 60_000 });
  expect(begun).toHaveLength(1);
  expect(wentOnAt.filter((offset) => offset > 0).length).toBeGreaterThanOrEqual(2);

  const jobId = await submitForm(page);
  const { data: job } = await service.from("jobs").select("payload").eq("id", jobId).single().throwOnError();
  const [picture] = (job.payload as { pictures: [{ file: string }] }).pictures; // as the form sends it
  const stored = await service.storage.from("uploads").download(picture.file.replace(/^uploads\//, ""));
  expect(stored.error).toBeNull();
  expect(Buffer.from((await stored.data?.arrayBuffer()) ?? new ArrayBuffer(0)).equals(content)).toBe(true);
  await context.close();
  await network.close();
});

test("an upload that a reload broke off goes on when the same file is chosen again, and its caption is kept", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("operator"));
  await openNewJob(page, platform.consoleUrl);
  await slowDown(page);
  const path = await files.fileOf("map.png", noisePng(LARGE_PX));
  await choosePictures(page, path);
  await page.getByLabel(/^caption of/i).fill("The upper river");
  // past the first part, which is what the server holds for certain
  await expect.poll(() => progress(page), { intervals: [50] }).toBeGreaterThan(70);

  await page.reload();
  await expect(page.getByText(/choose .*map\.png once more/i)).toBeVisible();
  await expect(page.getByLabel(/^caption of/i)).toHaveValue("The upper river");
  const goesOn = page.waitForRequest(
    (request) => request.method() === "HEAD" && request.url().includes("/upload/resumable/"),
  );
  await choosePictures(page, path);

  expect(await (await (await goesOn).response())?.headerValue("upload-offset")).not.toBe("0");
  await expect(uploaded(page)).toBeVisible({ timeout: 30_000 });
  await expect(chosenPictures(page)).toHaveCount(1);
});

test("an upload can be stopped and goes on", async ({ page, createPerson, signIn, platform }) => {
  await signIn(page, await createPerson("operator"));
  await openNewJob(page, platform.consoleUrl);
  await slowDown(page);
  await choosePictures(page, await files.fileOf("map.png", noisePng(LARGE_PX)));
  await expect.poll(() => progress(page), { intervals: [50] }).toBeGreaterThan(5);

  await page.getByRole("button", { name: /^stop .*map\.png$/i }).click();
  await expect(page.getByText("Stopped")).toBeVisible();
  await page.getByRole("button", { name: /^go on with .*map\.png$/i }).click();

  await expect(page.getByText(/[\d.]+ [kM]B\/s/)).toBeVisible();
  await expect(uploaded(page)).toBeVisible({ timeout: 30_000 });
});

test("a token that ends early is renewed and the upload goes on; a full store is told in its own words", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  await signIn(page, await createPerson("operator"));
  await openNewJob(page, platform.consoleUrl);
  const tokens = new Set<string>();
  let isRefused = false;
  await page.route(/\/upload\/resumable\//, async (route) => {
    const request = route.request();
    if (request.method() !== "PATCH") return route.fallback();
    tokens.add(request.headers()["authorization"] ?? "");
    if (isRefused) return route.fallback();
    isRefused = true;
    return route.fulfill({
      status: 401,
      body: "Invalid JWT",
      headers: { "access-control-allow-origin": "*" },
    });
  });

  await choosePictures(page, await files.fileOf("map.png", noisePng(SMALL_PX)));
  await expect(uploaded(page)).toBeVisible();
  expect(tokens.size).toBe(2);

  const project = { project_id: "00000000-0000-4000-8000-000000000001" };
  await service.rpc("set_project_limits", { ...project, bytes_stored: 1 }).throwOnError();
  try {
    await choosePictures(page, await files.fileOf("plan.png", noisePng(SMALL_PX)));
    await expect(page.getByText(/the project may store .*, and this file does not fit/i)).toBeVisible();
  } finally {
    await service.rpc("set_project_limits", project).throwOnError();
  }
  await page.getByRole("button", { name: /^go on with .*plan\.png$/i }).click();
  await expect(uploaded(page)).toHaveCount(2);
});

import { randomUUID } from "node:crypto";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessibleAsItStands } from "../support/axe.ts";
import { openCuttableNetwork } from "../support/cuttable-network.ts";
import { expect, test } from "../support/fixtures.ts";
import { noisePng } from "../support/noise-png.ts";
import { expectToPlay } from "../support/video.ts";

const SMALL_PX = 64;
/** 9.7 MB of noise, just under the limit. */
const LARGE_PX = 1_800;
const SLOW_BYTES_PER_SECOND = 1_500_000;

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spool-e2e-uploads-"));
});
test.afterAll(() => rm(folder, { recursive: true }));

async function fileOf(name: string, content: Buffer | string): Promise<string> {
  const path = join(folder, `${randomUUID().slice(0, 8)}-${name}`);
  await writeFile(path, content);
  return path;
}

const nameOf = (path: string) => path.split("/").at(-1) ?? "";
const choose = (page: Page, paths: string | string[]) =>
  page.getByLabel("Picture files").setInputFiles(paths);
async function drop(page: Page, name: string, content: Buffer): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([fileName, bytes]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(bytes)], fileName, { type: "image/png" }));
      return transfer;
    },
    [name, [...content]] as const,
  );
  await page.getByRole("region", { name: "Pictures" }).dispatchEvent("drop", { dataTransfer });
}
const pictures = (page: Page) => page.getByRole("list", { name: /chosen pictures/i }).getByRole("listitem");
const progress = async (page: Page) =>
  Number(await page.getByRole("progressbar", { name: /upload of/i }).getAttribute("aria-valuenow"));
const fillSubject = (page: Page) => page.getByLabel("Question").fill("Where does the river rise?");
async function submitted(page: Page): Promise<string> {
  await page.getByRole("button", { name: /submit job/i }).click();
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  return page.url().split("/").at(-1) ?? "";
}

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
  await page.goto(`${platform.consoleUrl}/jobs/new`);
  await fillSubject(page);
  await slowDown(page);

  const [begun, wentOnAt]: [string[], number[]] = [[], []];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().includes("/upload/")) begun.push(request.url());
  });
  page.on("response", (response) => {
    if (response.request().method() === "HEAD") wentOnAt.push(Number(response.headers()["upload-offset"]));
  });

  await choose(page, await fileOf("map.png", content));
  for (const percent of [10, 40]) {
    await expect.poll(() => progress(page), { intervals: [50] }).toBeGreaterThanOrEqual(percent);
    network.cut();
    await expect(page.getByText("The connection is cut. It goes on by itself.")).toBeVisible({ timeout: 40_000 });
    await page.getByRole("button", { name: /submit job/i }).click();
    await expect(page.getByText(/map\.png is not uploaded yet: wait until it is/)).toBeVisible();
    network.mend();
    await expect(page.getByText("The connection is cut. It goes on by itself.")).toBeHidden({ timeout: 40_000 });
  }
  await expect(page.getByText("Uploaded", { exact: true })).toBeVisible({ timeout: 60_000 });
  expect(begun).toHaveLength(1);
  expect(wentOnAt.filter((offset) => offset > 0).length).toBeGreaterThanOrEqual(2);

  const jobId = await submitted(page);
  const { data: job } = await service.from("jobs").select("payload").eq("id", jobId).single().throwOnError();
  const [picture] = (job.payload as { pictures: [{ file: string }] }).pictures; // as the form sends it
  const stored = await service.storage.from("uploads").download(picture.file.replace(/^uploads\//, ""));
  expect(stored.error).toBeNull();
  expect(Buffer.from((await stored.data?.arrayBuffer()) ?? new ArrayBuffer(0)).equals(content)).toBe(true);
  await context.close();
  await network.close();
}); // prettier-ignore

test("an upload that a reload broke off goes on when the same file is chosen again, and its caption is kept", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/new`);
  await slowDown(page);
  const path = await fileOf("map.png", noisePng(LARGE_PX));
  await choose(page, path);
  await page.getByLabel(/^caption of/i).fill("The upper river");
  // past the first part, which is what the server holds for certain
  await expect.poll(() => progress(page), { intervals: [50] }).toBeGreaterThan(70);

  await page.reload();
  await expect(page.getByText(/choose .*map\.png once more/i)).toBeVisible();
  await expect(page.getByLabel(/^caption of/i)).toHaveValue("The upper river");
  const goesOn = page.waitForRequest(
    (request) => request.method() === "HEAD" && request.url().includes("/upload/resumable/"),
  );
  await choose(page, path);

  expect(await (await (await goesOn).response())?.headerValue("upload-offset")).not.toBe("0");
  await expect(page.getByText("Uploaded", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(pictures(page)).toHaveCount(1);
});

test("an upload can be stopped and goes on", async ({ page, createPerson, signIn, platform }) => {
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/new`);
  await slowDown(page);
  await choose(page, await fileOf("map.png", noisePng(LARGE_PX)));
  await expect.poll(() => progress(page), { intervals: [50] }).toBeGreaterThan(5);

  await page.getByRole("button", { name: /^stop .*map\.png$/i }).click();
  await expect(page.getByText("Stopped")).toBeVisible();
  await page.getByRole("button", { name: /^go on with .*map\.png$/i }).click();

  await expect(page.getByText(/[\d.]+ [kM]B\/s/)).toBeVisible();
  await expect(page.getByText("Uploaded", { exact: true })).toBeVisible({ timeout: 30_000 });
});

test("a token that ends early is renewed and the upload goes on; a full store is told in its own words", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/new`);
  const tokens = new Set<string>();
  let isRefused = false;
  await page.route(/\/upload\/resumable\//, async (route) => {
    const request = route.request();
    if (request.method() !== "PATCH") return route.fallback();
    tokens.add(request.headers()["authorization"] ?? "");
    if (isRefused) return route.fallback();
    isRefused = true;
    return route.fulfill({ status: 401, body: "Invalid JWT", headers: { "access-control-allow-origin": "*" } });
  });

  await choose(page, await fileOf("map.png", noisePng(SMALL_PX)));
  await expect(page.getByText("Uploaded", { exact: true })).toBeVisible();
  expect(tokens.size).toBe(2);

  const project = { project_id: "00000000-0000-4000-8000-000000000001" };
  await service.rpc("set_project_limits", { ...project, bytes_stored: 1 }).throwOnError();
  try {
    await choose(page, await fileOf("plan.png", noisePng(SMALL_PX)));
    await expect(page.getByText(/the project may store .*, and this file does not fit/i)).toBeVisible();
  } finally {
    await service.rpc("set_project_limits", project).throwOnError();
  }
  await page.getByRole("button", { name: /^go on with .*plan\.png$/i }).click();
  await expect(page.getByText("Uploaded", { exact: true })).toHaveCount(2);
}); // prettier-ignore

test("what is too large, no picture or empty is refused at once, and nothing of it is sent", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/new`);
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/upload/")) sent.push(request.url());
  });
  const huge = await fileOf("huge.png", noisePng(SMALL_PX));
  const handle = await open(huge, "r+");
  await handle.truncate(10 * 1024 ** 3); // sparse: it has the size, and takes no room
  await handle.close();

  for (const [path, words] of [
    [huge, /huge\.png has 10\.7 GB, and a picture may have 10 MB at most\. Make it smaller/],
    [await fileOf("notes.pdf", "%PDF-1.7"), /notes\.pdf is no picture in PNG, JPEG or WebP\. Save it as one/],
    [await fileOf("drawing.svg", "<svg/>"), /drawing\.svg is no picture/],
    [await fileOf("page.png", "<!doctype html>"), /page\.png is called a picture and is none/],
    [await fileOf("nothing.png", ""), /nothing\.png is empty\. Choose the file/],
  ] as const) {
    await choose(page, path);
    await expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();
  }

  await expect(pictures(page)).toHaveCount(0);
  expect(sent).toEqual([]);
});

test("pictures are brought, told, ordered and removed by the keyboard alone", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/new`);
  await fillSubject(page);
  const [map, plan] = [await fileOf("map.png", noisePng(SMALL_PX)), await fileOf("plan.png", noisePng(SMALL_PX))];

  await page.getByRole("button", { name: "Choose pictures" }).focus();
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles([map, plan]);
  await expect(page.getByText("Uploaded", { exact: true })).toHaveCount(2);
  await page.getByLabel("Address of a picture on the web").focus();
  await page.keyboard.type("map.png");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/give the whole address/i)).toBeVisible();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("https://example.org/third.png");
  await page.keyboard.press("Enter");
  await expect(pictures(page)).toHaveCount(3);
  await expectAccessibleAsItStands(page);

  await page.getByLabel(`Caption of ${nameOf(plan)}`).focus();
  await page.keyboard.type("The plan");
  await page.getByRole("button", { name: `Move ${nameOf(plan)} up` }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: `Move ${nameOf(plan)} up` })).toBeFocused();
  await page.getByRole("button", { name: "Remove third.png" }).focus();
  await page.keyboard.press("Enter");
  await expect(pictures(page)).toHaveCount(2);
  await expect(page.getByRole("button", { name: `Remove ${nameOf(map)}` })).toBeFocused();
  await page.keyboard.press("ControlOrMeta+Enter");

  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  const jobId = page.url().split("/").at(-1) ?? "";
  const { data: job } = await service.from("jobs").select("payload").eq("id", jobId).single().throwOnError();
  expect((job.payload as { pictures: unknown }).pictures).toEqual([
    { file: expect.stringMatching(/^uploads\/.*plan\.png$/), caption: "The plan" },
    { file: expect.stringMatching(/^uploads\/.*map\.png$/) },
  ]);

  await page.goto(`${platform.consoleUrl}/jobs/new?from=${jobId}`);
  await expect(page.getByLabel(/^caption of .*plan\.png$/i)).toHaveValue("The plan");
  await expect(pictures(page).first().locator("img")).toHaveJSProperty("complete", true);
}); // prettier-ignore

test("a viewer has nowhere to bring a picture to, and is refused by Storage", async ({
  page,
  createPerson,
  signIn,
  asPerson,
  platform,
}) => {
  const viewer = await createPerson("viewer");
  await signIn(page, viewer);
  await page.goto(`${platform.consoleUrl}/jobs/new`);
  await expect(page.getByText(/you may watch jobs, but not submit them/i)).toBeVisible();
  await expect(page.getByLabel("Picture files")).toHaveCount(0);

  const name = `00000000-0000-4000-8000-000000000001/${randomUUID()}/map.png`;
  const bucket = (await asPerson(viewer)).storage.from("uploads");
  const forced = await bucket.upload(name, noisePng(SMALL_PX), { contentType: "image/png" });

  expect(forced.error?.message).toMatch(/row-level security/);
  expect((await bucket.list("00000000-0000-4000-8000-000000000001")).data).toEqual([]);
});

test("a picture that is dropped is in the video, with its caption read aloud", async ({
  page,
  createPerson,
  signIn,
  service,
  platform,
}) => {
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/new`);
  await fillSubject(page);
  await page
    .getByLabel("Text", { exact: true })
    .fill("A river rises at its spring. It grows with every stream that joins it. It ends in the sea.");
  await drop(page, "map.png", noisePng(SMALL_PX));
  await page.getByLabel(/^caption of/i).fill("The spring on the map.");
  await expect(page.getByText("Uploaded", { exact: true })).toBeVisible();

  const jobId = await submitted(page);
  await expect(page.getByTestId("job-status")).toHaveText(/completed/i, { timeout: 150_000 });

  await expectToPlay(page.locator("video"));
  const { data: files } = await service.from("job_files").select("kind, bucket, path").eq("job_id", jobId).throwOnError();
  expect(files.filter(({ kind }) => kind === "picture")).toHaveLength(1);
  const textOf = async (kind: string) => {
    const file = files.find((each) => each.kind === kind);
    const { data } = await service.storage.from(file?.bucket ?? "").download(file?.path ?? "");
    return (await data?.text()) ?? "";
  };
  expect(await textOf("captions")).toContain("The spring on the map.");
  expect(await textOf("storyboard")).toMatch(/"kind":\s*"image"/);
}); // prettier-ignore

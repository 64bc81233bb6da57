import { randomUUID } from "node:crypto";
import { open } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessibleAsItStands } from "../support/axe.ts";
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
  submittedJob,
  uploaded,
} from "../support/pictures.ts";
import { expectToPlay } from "../support/video.ts";

let files: Awaited<ReturnType<typeof openPictureFolder>>;
test.beforeAll(async () => {
  files = await openPictureFolder();
});
test.afterAll(() => files.remove());

const nameOf = (path: string) => path.split("/").at(-1) ?? "";

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

test("what is too large, no picture or empty is refused at once, and nothing of it is sent", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("operator"));
  await openNewJob(page, platform.consoleUrl);
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/upload/")) sent.push(request.url());
  });
  const huge = await files.fileOf("huge.png", noisePng(SMALL_PX));
  const handle = await open(huge, "r+");
  await handle.truncate(10 * 1024 ** 3); // sparse: it has the size, and takes no room
  await handle.close();

  for (const [path, words] of [
    [huge, /huge\.png has 10\.7 GB, and a picture may have 10 MB at most\. Make it smaller/],
    [
      await files.fileOf("notes.pdf", "%PDF-1.7"),
      /notes\.pdf is no picture in PNG, JPEG or WebP\. Save it as one/,
    ],
    [await files.fileOf("drawing.svg", "<svg/>"), /drawing\.svg is no picture/],
    [await files.fileOf("page.png", "<!doctype html>"), /page\.png is called a picture and is none/],
    [await files.fileOf("nothing.png", ""), /nothing\.png is empty\. Choose the file/],
  ] as const) {
    await choosePictures(page, path);
    await expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();
  }

  await expect(chosenPictures(page)).toHaveCount(0);
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
  await openNewJob(page, platform.consoleUrl);
  await fillSubject(page);
  const [map, plan] = [
    await files.fileOf("map.png", noisePng(SMALL_PX)),
    await files.fileOf("plan.png", noisePng(SMALL_PX)),
  ];

  await page.getByRole("button", { name: "Choose pictures" }).focus();
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles([map, plan]);
  await expect(uploaded(page)).toHaveCount(2);
  await page.getByLabel("Address of a picture on the web").focus();
  await page.keyboard.type("map.png");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/give the whole address/i)).toBeVisible();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("https://example.org/third.png");
  await page.keyboard.press("Enter");
  await expect(chosenPictures(page)).toHaveCount(3);
  await expectAccessibleAsItStands(page);

  await page.getByLabel(`Caption of ${nameOf(plan)}`).focus();
  await page.keyboard.type("The plan");
  await page.getByRole("button", { name: `Move ${nameOf(plan)} up` }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: `Move ${nameOf(plan)} up` })).toBeFocused();
  await page.getByRole("button", { name: "Remove third.png" }).focus();
  await page.keyboard.press("Enter");
  await expect(chosenPictures(page)).toHaveCount(2);
  await expect(page.getByRole("button", { name: `Remove ${nameOf(map)}` })).toBeFocused();
  await page.keyboard.press("ControlOrMeta+Enter");

  const jobId = await submittedJob(page);
  const { data: job } = await service.from("jobs").select("payload").eq("id", jobId).single().throwOnError();
  expect((job.payload as { pictures: unknown }).pictures).toEqual([
    { file: expect.stringMatching(/^uploads\/.*plan\.png$/), caption: "The plan" },
    { file: expect.stringMatching(/^uploads\/.*map\.png$/) },
  ]);

  await page.goto(`${platform.consoleUrl}/jobs/new?from=${jobId}`);
  await expect(page.getByLabel(/^caption of .*plan\.png$/i)).toHaveValue("The plan");
  await expect(chosenPictures(page).first().locator("img")).toHaveJSProperty("complete", true);
});

test("pictures are put into their order by dragging", async ({ page, createPerson, signIn, platform }) => {
  await signIn(page, await createPerson("operator"));
  await openNewJob(page, platform.consoleUrl);
  const names = ["first.png", "second.png", "third.png"];
  await choosePictures(page, await Promise.all(names.map((name) => files.fileOf(name, noisePng(SMALL_PX)))));
  await expect(uploaded(page)).toHaveCount(3);

  await chosenPictures(page).last().scrollIntoViewIfNeeded();
  const third = await page.getByTitle(/^Drag .*third\.png/).boundingBox();
  const first = await chosenPictures(page).first().boundingBox();
  if (third === null || first === null) throw new Error("What is dragged must be in sight");
  await page.mouse.move(third.x + third.width / 2, third.y + third.height / 2);
  await page.mouse.down();
  await page.mouse.move(third.x, first.y + 10, { steps: 10 });
  await page.mouse.up();

  for (const [index, name] of ["third.png", "first.png", "second.png"].entries())
    await expect(chosenPictures(page).nth(index)).toContainText(name);
});

test("a viewer has nowhere to bring a picture to, and is refused by Storage", async ({
  page,
  createPerson,
  signIn,
  asPerson,
  platform,
}) => {
  const viewer = await createPerson("viewer");
  await signIn(page, viewer);
  await openNewJob(page, platform.consoleUrl);
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
  await openNewJob(page, platform.consoleUrl);
  await fillSubject(page);
  await page
    .getByLabel("Text", { exact: true })
    .fill("A river rises at its spring. It grows with every stream that joins it. It ends in the sea.");
  await drop(page, "map.png", noisePng(SMALL_PX));
  await page.getByLabel(/^caption of/i).fill("The spring on the map.");
  await expect(uploaded(page)).toBeVisible();

  const jobId = await submitForm(page);
  await expect(page.getByTestId("job-status")).toHaveText(/completed/i, { timeout: 150_000 });

  await expectToPlay(page.locator("video"));
  const { data: made } = await service
    .from("job_files")
    .select("kind, bucket, path")
    .eq("job_id", jobId)
    .throwOnError();
  expect(made.filter(({ kind }) => kind === "picture")).toHaveLength(1);
  const textOf = async (kind: string) => {
    const file = made.find((each) => each.kind === kind);
    const { data } = await service.storage.from(file?.bucket ?? "").download(file?.path ?? "");
    return (await data?.text()) ?? "";
  };
  expect(await textOf("captions")).toContain("The spring on the map.");
  expect(await textOf("storyboard")).toMatch(/"kind":\s*"image"/);
});

import { fillSampleData, removeSampleData } from "../../scripts/sample-data/sample-data.ts";
import { giveThumbnails } from "../../scripts/sample-data/give-thumbnails.ts";
import { expect, test } from "../support/fixtures.ts";

test("a first look at sample data shows pictures of its videos, and they go when it goes", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
  superuser,
}) => {
  // Who administers the instance is a member of the sample project.
  const administrator = await createPerson("admin", "admin");
  await fillSampleData(superuser);
  const drawn = await giveThumbnails(superuser, service);
  expect(drawn).toBeGreaterThanOrEqual(20);
  const { data: pictured } = await service
    .from("jobs")
    .select("thumbnail_path")
    .not("thumbnail_path", "is", null)
    .like("thumbnail_path", "%/sample/%")
    .limit(1)
    .single()
    .throwOnError();
  const folder = pictured.thumbnail_path.replace(/\/[^/]*$/, "");

  await signIn(page, administrator);
  await page.goto(platform.consoleUrl);
  const pictures = page.locator("main img");
  await expect(pictures.first()).toBeVisible();
  await expect
    .poll(() =>
      pictures.evaluateAll(
        (all) => all.filter((image) => (image as HTMLImageElement).naturalWidth > 0).length,
      ),
    )
    .toBeGreaterThan(3);

  const held = async () => (await service.storage.from("videos").list(folder)).data?.length;
  expect(await held()).toBe(1);
  await removeSampleData(superuser);
  await service.rpc("trigger_task", { job_type: "cleanup_temp_files" }).throwOnError();
  await expect.poll(held, { timeout: 30_000 }).toBe(0);
});

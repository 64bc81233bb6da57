import { fillSampleData, removeSampleData } from "../../scripts/sample-data/sample-data.ts";
import { giveThumbnails } from "../../scripts/sample-data/give-thumbnails.ts";
import { expect, test } from "../support/fixtures.ts";

test("a first look at sample data shows pictures of its videos, which are noted for clean-up when it goes", async ({
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

  await removeSampleData(superuser);
  const { rows: left } = await superuser.query<{ count: number }>(
    `select count(*)::int from private.storage_sweeps as w
     where w.bucket = 'videos' and exists (
       select from storage.objects as o where o.bucket_id = 'videos' and o.name = w.prefix || 'sample/thumbnail.png'
     )`,
  );
  expect(left[0]?.count, "noted for the next clean-up").toBeGreaterThanOrEqual(drawn);
});

import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../realtime/gateway.test-support.ts";
import { FileStore } from "./file-store.ts";
import { sweep } from "./sweep.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.service.storage.createBucket("films", { public: false });
});
afterAll(() => gateway.stop());

const films = () => gateway.service.storage.from("films");
const sweepAll = (orphanAgeMs: number) =>
  sweep({ adminPool: gateway.own.adminDb, files: new FileStore(gateway.own.storageDir) }, orphanAgeMs);
const names = async () => (await films().list()).data?.map(({ name }) => name).sort();

async function pathOf(name: string): Promise<string> {
  const { rows } = await gateway.db.query<{ version: string }>(
    "select version from storage.objects where name = $1",
    [name],
  );
  const version = rows[0]?.version ?? "";
  return join(gateway.own.storageDir, "objects", version.slice(0, 2), version);
}

test("bytes without a row and rows without bytes go, what belongs together stays", async () => {
  await films().upload("whole.txt", "whole");
  await films().upload("torn.txt", "torn");
  await rename(await pathOf("torn.txt"), join(gateway.own.storageDir, "elsewhere"));
  const orphan = randomUUID();
  const folder = join(gateway.own.storageDir, "objects", orphan.slice(0, 2));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, orphan), "nobody's");
  await gateway.db.query("insert into storage.objects (bucket_id, name) values ('films', 'by-hand.txt')");

  await sweepAll(3_600_000);
  expect(await names()).toEqual(["by-hand.txt", "torn.txt", "whole.txt"]);
  expect(await readdir(folder)).toContain(orphan);
  await sweepAll(0); // takes the orphan, which had made up for the missing file in the count
  await sweepAll(0);

  expect(await names()).toEqual(["by-hand.txt", "whole.txt"]);
  expect(await readdir(folder)).not.toContain(orphan);
  expect(await (await films().download("whole.txt")).data?.text()).toBe("whole");
});

test("no row goes while there are no files at all: that is a disk which is not mounted", async () => {
  await films().upload("kept.txt", "kept");
  const objects = join(gateway.own.storageDir, "objects");
  await rename(objects, join(gateway.own.storageDir, "unmounted"));

  await sweepAll(0);

  expect(await names()).toContain("kept.txt");
  await rm(objects, { recursive: true }); // made anew by the sweep's store
  await rename(join(gateway.own.storageDir, "unmounted"), objects);
  expect((await films().download("kept.txt")).error).toBeNull();
});

test("a resumable upload is kept for a day, and no longer", async () => {
  const [young, old] = [randomUUID(), randomUUID()];
  const folder = join(gateway.own.storageDir, "resumable");
  for (const id of [young, old])
    for (const name of [id, `${id}.json`]) await writeFile(join(folder, name), "{}");
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  for (const name of [old, `${old}.json`]) await utimes(join(folder, name), yesterday, yesterday);

  await sweepAll(0);

  expect((await readdir(folder)).sort()).toEqual([young, `${young}.json`].sort());
});

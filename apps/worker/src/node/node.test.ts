import { createTestDatabase } from "@spool/testing/database";
import { hang, succeed } from "@spool/testing/fake-orchestrator";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createHarness, type Harness } from "../test-support/harness.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness(await createTestDatabase());
});
afterEach(() => harness.close());

const node = async () => (await harness.sql("select * from public.nodes"))[0];

test("a node tells of its machine, its encoders, its orchestrator's renderers and where it stands", async () => {
  const [site] = await harness.sql(
    "insert into public.sites (slug, name, storage_root) values ('harbour', 'Harbour', '/srv') returning id",
  );
  await harness.startWorker({ site: "harbour" });

  await expect
    .poll(node, { timeout: 15_000 })
    .toMatchObject({ renderers: ["canvas"], site_id: site?.["id"], gpus: [], status: "available" });
  const { encoders, ffmpeg_version, memory_total_mb, memory_free_mb, cpu_cores, cpu_load } =
    (await node()) ?? {};
  expect(ffmpeg_version).toMatch(/^\S+$/);
  expect(encoders).toEqual(expect.arrayContaining(["libx264", "aac"]));
  expect(Number(memory_total_mb)).toBeGreaterThan(Number(memory_free_mb));
  expect(Number(cpu_cores)).toBeGreaterThan(0);
  expect(Number(cpu_load)).toBeGreaterThanOrEqual(0);
});

test("a site that there is not is refused with a sentence", async () => {
  await expect(harness.startWorker({ site: "atlantis" })).rejects.toThrow('There is no site "atlantis"');
});

test("a node tells of the projects whose jobs it ran", async () => {
  await harness.startWorker();
  await harness.insertJob();

  const [project] = await harness.sql("select id from public.projects");
  await expect.poll(node, { timeout: 10_000 }).toMatchObject({ cached_project_ids: [project?.["id"]] });
});

test("a drained node finishes its work, takes nothing, and works again when it is resumed", async () => {
  let finish: (() => void) | undefined;
  harness.fake.answer = (response, render) => {
    hang(response, render);
    finish = () => succeed(response, render);
  };
  const worker = await harness.startWorker({ slots: 2 });
  const running = await harness.insertJob();
  await expect.poll(() => finish).toBeDefined();
  await harness.sql("update public.nodes set drained_at = now(), status = 'draining'");
  await expect.poll(() => worker.obstacles(), { timeout: 10_000 }).toEqual(["The node is being drained"]);
  const waiting = await harness.insertJob();

  finish?.();

  await expect.poll(async () => (await harness.job(running)).status).toBe("completed");
  expect((await harness.job(waiting)).status).not.toBe("processing");
  expect((await harness.job(waiting)).attempt_count).toBe(0);
  await harness.sql("update public.nodes set drained_at = null, status = 'available'");
  await expect.poll(async () => (await harness.job(waiting)).status, { timeout: 10_000 }).toBe("processing");
});

test("a worker that the database has left behind says so and takes nothing more", async () => {
  const serve = (oldest: number, newest: number) =>
    harness.sql(`create or replace function private.worker_interface() returns table (oldest integer, newest integer)
      language sql immutable set search_path = '' as 'select ${oldest}, ${newest}'`);
  const worker = await harness.startWorker();

  await serve(7, 9);

  await expect
    .poll(() => worker.obstacles().join(), { timeout: 20_000 })
    .toContain("This worker is too old for the database");
  const jobId = await harness.insertJob();
  await expect(harness.startWorker()).rejects.toThrow("serves workers from version 7");
  expect((await harness.job(jobId)).attempt_count).toBe(0);
});

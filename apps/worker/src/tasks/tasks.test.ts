import { createTestDatabase } from "@spool/testing/database";
import { startTestStack, type TestStack } from "@spool/testing/stack";
import { createServiceClient } from "@spool/db/service-client";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../test-support/harness.ts";

describe("without Storage", () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await createHarness(await createTestDatabase());
  });
  afterEach(() => harness.close());

  const trigger = async (name: string, payload: object = {}) => {
    const [row] = await harness.sql(
      "insert into public.jobs (job_type, payload) values ($1, $2) returning id",
      [name, JSON.stringify(payload)],
    );
    return String(row?.["id"]);
  };
  const finished = (jobId: string) =>
    expect
      .poll(async () => (await harness.job(jobId)).status, { timeout: 20_000 })
      .toMatch(/completed|failed/);

  test("a test run goes through the whole machine, without a video", async () => {
    await harness.startWorker();

    const jobId = await trigger("test_run");

    await finished(jobId);
    expect(await harness.job(jobId)).toMatchObject({
      status: "completed",
      video_url: null,
      progress_ratio: 1,
    });
  });

  test("a test run that is cancelled stops at once", async () => {
    const worker = await harness.startWorker();
    const jobId = await trigger("test_run", { duration_seconds: 600 });
    await expect.poll(async () => (await harness.job(jobId)).status).toBe("processing");

    await harness.sql("select private.move_job($1, 'cancelled', 'cancel', 'user', null)", [jobId]);

    await expect.poll(() => worker.busySlots, { timeout: 2_000 }).toBe(0);
  });

  test("a health check fails with everything that is wrong, in sentences", async () => {
    await harness.sql(
      "insert into public.sites (slug, name, storage_root, health, health_message) values ('a', 'A', '/a', 'unreachable', 'gone')",
    );
    await harness.startWorker({ orchestratorUrl: "http://127.0.0.1:9" });

    const jobId = await trigger("health_check");

    await finished(jobId);
    const { status, error } = await harness.job(jobId);
    expect(status).toBe("failed");
    expect(error?.message).toContain("Site a is unreachable: gone");
    expect(error?.message).toContain("127.0.0.1:9");
  });

  test("clean-up removes what is over its time and says how much", async () => {
    await harness.startWorker();
    const old = await trigger("test_run");
    await finished(old);
    await harness.sql("update public.jobs set finished_at = now() - interval '31 days' where id = $1", [old]);

    const jobId = await trigger("cleanup_jobs");

    await finished(jobId);
    expect((await harness.job(jobId)).notices[0]).toMatch(/^Removed 1 jobs/);
    expect(await harness.sql("select from public.jobs where id = $1", [old])).toHaveLength(0);
  });

  test("a site is healthy where its folder can be read, and unreachable, with the reason, where it is not", async () => {
    const root = await mkdtemp(path.join(tmpdir(), "spool-site-"));
    await writeFile(path.join(root, "a.mp4"), "x");
    await harness.sql(
      "insert into public.sites (slug, name, storage_root) values ('here', 'Here', $1), ('gone', 'Gone', $2)",
      [root, path.join(root, "gone")],
    );
    await harness.startWorker();

    const jobs = [await trigger("scan_site", { site: "here" }), await trigger("scan_site", { site: "gone" })];
    const unknown = await trigger("scan_site", { site: "nowhere" });

    for (const jobId of [...jobs, unknown]) await finished(jobId);
    const sites = await harness.sql(
      "select slug, health, health_message, storage_free_mb > 0 as has_figures from public.sites order by slug",
    );
    expect(sites).toEqual([
      {
        slug: "gone",
        health: "unreachable",
        health_message: expect.stringContaining("is it mounted?") as string,
        has_figures: null,
      },
      {
        slug: "here",
        health: "healthy",
        health_message: expect.stringContaining("1 entries") as string,
        has_figures: true,
      },
    ]);
    expect((await harness.job(unknown)).error).toMatchObject({ category: "NOT_FOUND" });
    await rm(root, { recursive: true });
  });

  test("a schedule that is due is run by a worker within seconds", async () => {
    await harness.startWorker();
    await harness.sql(
      "insert into public.schedules (name, job_type, cron) values ('every minute', 'test_run', '* * * * *')",
    );
    await harness.sql("update public.schedules set next_run_at = now() where name = 'every minute'");

    await expect
      .poll(() => harness.sql("select status from public.jobs where job_type = 'test_run'"), {
        timeout: 10_000,
      })
      .toEqual([{ status: "completed" }]);
  });

  test("cleaning up files on a worker without Storage says what it lacks", async () => {
    await harness.startWorker();

    const jobId = await trigger("cleanup_temp_files");

    await finished(jobId);
    expect((await harness.job(jobId)).error?.message).toContain("SUPABASE_SECRET_KEY");
  });
});

describe("with Storage", () => {
  let stack: TestStack;
  let harness: Harness;
  beforeEach(async () => {
    stack = await startTestStack();
    harness = await createHarness({ ...stack.database, drop: () => stack.stop() });
  });
  afterEach(() => harness.close());

  test("files of a removed job and of lost attempts are swept, and nobody else's", async () => {
    const videos = createServiceClient(stack.apiUrl, stack.secretKey).storage.from("videos");
    const bytes = Buffer.from("not really a video");
    const upload = async (key: string) => {
      const { error } = await videos.upload(key, bytes, { contentType: "video/mp4" });
      if (error) throw error;
    };
    const [kept, removed] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];
    for (const key of [
      `${kept}/won/video.mp4`,
      `${kept}/lost/video.mp4`,
      `${removed}/a/video.mp4`,
      `${removed}/b/c.vtt`,
    ]) {
      await upload(key);
    }
    await harness.sql(
      "insert into private.storage_sweeps (bucket, prefix) values ('videos', $1), ('videos', $2), ('work', $2)",
      [`${kept}/lost/`, `${removed}/`],
    );
    await harness.startWorker({ supabase: { url: stack.apiUrl, secretKey: stack.secretKey } });
    await harness.sql("insert into public.jobs (job_type, payload) values ('cleanup_temp_files', '{}')");

    await expect
      .poll(() => harness.sql("select from private.storage_sweeps"), { timeout: 20_000 })
      .toHaveLength(0);

    const names = await harness.sql("select name from storage.objects order by name");
    expect(names).toEqual([{ name: `${kept}/won/video.mp4` }]);
  });
});

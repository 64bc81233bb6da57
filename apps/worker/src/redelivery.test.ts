import { createTestDatabase } from "@spool/testing/database";
import { hang, succeed } from "@spool/testing/fake-orchestrator";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createHarness, type Harness } from "./test-support/harness.ts";
import type { Worker } from "./worker.ts";

let harness: Harness;
let worker: Worker;
let jobId: string;
beforeEach(async () => {
  harness = await createHarness(await createTestDatabase());
  harness.fake.answer = hang;
  worker = await harness.startWorker();
  jobId = await harness.insertJob();
  await untilRendering(1);
});
afterEach(() => harness.close());

const untilStatus = (status: string) =>
  expect.poll(async () => (await harness.job(jobId)).status, { timeout: 10_000, interval: 20 }).toBe(status);

async function untilRendering(count: number): Promise<void> {
  await expect.poll(() => harness.fake.renders.length, { timeout: 10_000, interval: 20 }).toBe(count);
  await untilStatus("processing");
}

/** As the service key: a command is for callers with a name. */
const command = (call: string) =>
  harness.sql(
    `begin; select set_config('request.jwt.claims', '{"role": "service_role"}', true); select ${call}; commit`,
  );

/** Every way that a running or waiting job can be taken away and sent again. */
const WAYS: Record<string, () => Promise<unknown>> = {
  "cancelled and retried": async () => {
    await command(`public.cancel_job('${jobId}')`);
    await command(`public.retry_job('${jobId}')`);
  },
  "paused and resumed": async () => {
    await command(`public.pause_job('${jobId}')`);
    await command(`public.resume_job('${jobId}')`);
  },
  "paused, moved to another queue and resumed": async () => {
    await command(`public.pause_job('${jobId}')`);
    await command(`public.move_job_to_queue('${jobId}', 'batch')`);
    await command(`public.move_job_to_queue('${jobId}', 'live')`);
    await command(`public.resume_job('${jobId}')`);
  },
  "moved to another queue while it runs, and handed back": async () => {
    await command(`public.move_job_to_queue('${jobId}', 'batch')`);
    await handBack();
  },
  "handed back": () => handBack(),
};

async function handBack(): Promise<void> {
  await worker.stop(0, AbortSignal.abort());
  worker = await harness.startWorker({ name: `next-${harness.fake.renders.length}` });
}

test.each(Object.keys(WAYS))("a job that is %s is delivered exactly once more, each time", async (way) => {
  for (const round of [2, 3, 4]) {
    await WAYS[way]?.();
    await untilRendering(round);
  }
  harness.fake.answer = succeed;
  await WAYS[way]?.();
  await untilStatus("completed");

  // Once for the insert, and once for each of the four rounds: to the renderer, as an attempt, and through pg-boss, where
  // a worker that leaves takes the queue away through which it was sent.
  const deliveries = way.endsWith("handed back") ? 1 : 5;
  expect(harness.fake.renders).toHaveLength(5);
  expect(new Set(harness.fake.renders.map(({ request }) => request.attempt_id)).size).toBe(5);
  expect(
    await harness.sql(
      `select count(*)::int as attempts, count(distinct d.id)::int as deliveries
       from public.job_attempts as a left join pgboss.job as d on d.id = a.id where a.job_id = $1`,
      [jobId],
    ),
  ).toEqual([{ attempts: 5, deliveries }]);
});

test("a bulk action is carried on by the worker", async () => {
  const [project] = await harness.sql("select id from public.projects");
  await command(`public.start_bulk_action('${String(project?.["id"])}', 'cancel', '{"all": true}')`);

  await untilStatus("cancelled");
  await expect
    .poll(() => harness.sql("select status, changed_count from public.bulk_actions"), { timeout: 10_000 })
    .toEqual([{ status: "completed", changed_count: 1 }]);
});

import { createTestDatabase } from "@spool/testing/database";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hang, succeed } from "@spool/testing/fake-orchestrator";
import { createHarness, type Harness } from "./test-support/harness.ts";
import { deaf, startPostgresProxy } from "./test-support/postgres-proxy.ts";
import { spawnWorker, type WorkerProcess } from "./test-support/worker-process.ts";

let harness: Harness;
let processes: WorkerProcess[];
beforeEach(async () => {
  harness = await createHarness(await createTestDatabase());
  processes = [];
});
afterEach(async () => {
  for (const { child } of processes) child.kill("SIGKILL");
  await Promise.all(processes.map(({ exited }) => exited));
  await harness.close();
});

function spawnHere(env: Record<string, string> = {}): WorkerProcess {
  const started = spawnWorker({
    DATABASE_URL: harness.workerUrl,
    ORCHESTRATOR_URL: harness.fake.url,
    WORKER_NAME: `process-${processes.length}`,
    ...env,
  });
  processes.push(started);
  return started;
}

const statusOf = async (jobId: string) => (await harness.job(jobId)).status;
const untilStatus = (jobId: string, status: string, timeout = 10_000) =>
  expect.poll(() => statusOf(jobId), { timeout, interval: 20 }).toBe(status);

async function runHangingJob(worker: WorkerProcess): Promise<string> {
  harness.fake.answer = hang;
  await worker.ready;
  const jobId = await harness.insertJob();
  await expect.poll(() => harness.fake.renders.length).toBe(1);
  return jobId;
}

test("a wrong environment ends the process with 2 and a sentence for each variable", async () => {
  const worker = spawnHere({ WORKER_SLOTS: "none", LOG_LEVEL: "loud" });
  worker.ready.catch(() => undefined);

  expect(await worker.exited).toEqual([2, null]);
  expect(worker.output()).toContain("WORKER_SLOTS must be a number.");
  expect(worker.output()).toContain("LOG_LEVEL");
  expect(worker.output()).not.toContain("    at ");
});

test("a database behind a pooler in transaction mode is refused with a sentence", async () => {
  const proxy = await startPostgresProxy(harness.workerUrl, deaf);

  const worker = spawnHere({ DATABASE_URL: proxy.url });
  worker.ready.catch(() => undefined);

  expect(await worker.exited).toEqual([2, null]);
  expect(worker.output()).toContain("pooler in transaction mode");
  proxy.close();
});

test("it serves its health at the next free port and is ready while it takes work", async () => {
  const occupied = createServer().listen(0, "127.0.0.1");
  await once(occupied, "listening");
  const { port } = occupied.address() as AddressInfo; // it listens on TCP
  const worker = spawnHere({ WORKER_PORT: String(port) });

  const url = await worker.ready;

  expect(Number(new URL(url).port)).toBeGreaterThan(port);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const ready = await fetch(`${url}/readyz`);
  expect(ready.status).toBe(200);
  expect(await ready.json()).toMatchObject({ status: "ready", name: "process-0", slots: 2, busySlots: 0 });
  occupied.close();
});

test("SIGTERM without a grace period hands the running job back and exits 0", async () => {
  const worker = spawnHere({ WORKER_GRACE_SECONDS: "0" });
  const jobId = await runHangingJob(worker);

  worker.child.kill("SIGTERM");

  expect(await worker.exited).toEqual([0, null]);
  expect(await statusOf(jobId)).toBe("queued");
  expect(await harness.sql("select status from public.job_attempts")).toEqual([{ status: "handed_back" }]);
  expect(await harness.sql("select status from public.nodes")).toEqual([{ status: "offline" }]);
});

test("SIGTERM lets a job end that does so within the grace period, and takes no other", async () => {
  const worker = spawnHere({ WORKER_SLOTS: "1" });
  const gate = Promise.withResolvers<undefined>();
  harness.fake.answer = (response, render) => void gate.promise.then(() => succeed(response, render));
  await worker.ready;
  const running = await harness.insertJob("First?");
  await expect.poll(() => harness.fake.renders.length).toBe(1);
  const waiting = await harness.insertJob("Second?");
  await untilStatus(waiting, "queued");

  worker.child.kill("SIGTERM");
  await expect.poll(() => worker.output()).toContain("taking nothing more");
  gate.resolve(undefined);

  expect(await worker.exited).toEqual([0, null]);
  expect(await statusOf(running)).toBe("completed");
  expect(await harness.job(waiting)).toMatchObject({ status: "queued", attempt_count: 0 });
});

test("SIGTERM ends a worker that still waits for the database", async () => {
  const worker = spawnHere({ DATABASE_URL: "postgresql://spool_worker:secret@127.0.0.1:9/postgres" });
  worker.ready.catch(() => undefined);
  await expect.poll(() => worker.output(), { timeout: 5_000 }).toContain("Waiting for the database");

  worker.child.kill("SIGTERM");

  expect(await worker.exited).toEqual([0, null]);
});

test("a second signal hands back at once", async () => {
  const worker = spawnHere({ WORKER_GRACE_SECONDS: "600" });
  const jobId = await runHangingJob(worker);

  worker.child.kill("SIGINT");
  await expect.poll(() => worker.output()).toContain("taking nothing more");
  worker.child.kill("SIGINT");

  expect(await worker.exited).toEqual([0, null]);
  expect(await statusOf(jobId)).toBe("queued");
});

test("it stops when its launcher is gone", async () => {
  const worker = spawnHere({ WORKER_GRACE_SECONDS: "0" });
  const jobId = await runHangingJob(worker);

  worker.child.disconnect();

  expect(await worker.exited).toEqual([0, null]);
  expect(await statusOf(jobId)).toBe("queued");
});

test.each(["SIGKILL", "SIGSTOP"] as const)(
  "the job of a worker that got a %s is finished by another within 15 s, once",
  async (signal) => {
    const worker = spawnHere();
    const jobId = await runHangingJob(worker);
    await harness.startWorker({ name: "survivor" });
    harness.fake.answer = succeed;

    const lostAtMs = performance.now();
    worker.child.kill(signal);

    await untilStatus(jobId, "completed", 20_000);
    const takenOverSeconds = (performance.now() - lostAtMs) / 1_000;
    console.log(`Taken over after ${signal}: ${takenOverSeconds.toFixed(1)} s`);
    expect(takenOverSeconds).toBeLessThan(15);
    expect(await harness.sql("select status from public.job_attempts order by number")).toEqual([
      { status: "lost" },
      { status: "completed" },
    ]);

    if (signal === "SIGKILL") return;
    const before = await harness.job(jobId);
    worker.child.kill("SIGCONT");
    await harness.fake.renders[0]?.dropped;
    await delay(500);
    expect(await harness.job(jobId)).toMatchObject({
      attempt_id: before.attempt_id,
      video_path: before.video_path,
    });
    worker.child.kill("SIGTERM");
    expect(await worker.exited).toEqual([0, null]);
  },
);

test("a job that kills its worker every time is failed with NODE_LOST after three", async () => {
  harness.fake.answer = hang;
  const jobId = await harness.insertJob();
  await harness.startWorker({ name: "judge", slots: 0 });
  for (let round = 1; round <= 3; round += 1) {
    const worker = spawnHere({ WORKER_NAME: `victim-${round}` });
    await expect.poll(() => harness.fake.renders.length, { timeout: 20_000 }).toBe(round);
    worker.child.kill("SIGKILL");
  }

  await untilStatus(jobId, "failed", 20_000);

  expect((await harness.job(jobId)).error).toMatchObject({ category: "NODE_LOST" });
});

test.each([
  ["two days ahead", 2],
  ["two days behind", -2],
])("a worker whose clock is %s works, and takes nobody for dead", async (_how, days) => {
  const honest = spawnHere({ WORKER_SLOTS: "1" });
  const running = await runHangingJob(honest);
  harness.fake.answer = succeed;
  const queuesBefore = await harness.sql("select name from pgboss.queue where name like 'node-%'");

  const skewed = spawnHere({ NODE_OPTIONS: `--import=${clockOffBy(days)}` });
  await skewed.ready;
  await untilStatus(await harness.insertJob("Done by the one whose clock is off?"), "completed");

  const names = (await harness.sql("select name from pgboss.queue where name like 'node-%'")).map(
    ({ name }) => name,
  );
  expect(names).toEqual(expect.arrayContaining(queuesBefore.map(({ name }) => name)));
  expect(await statusOf(running)).toBe("processing");
  expect(
    await harness.sql("select status from public.job_attempts where status in ('lost', 'handed_back')"),
  ).toEqual([]);
  expect(
    await harness.sql(
      "select name from public.nodes where heartbeat_at not between now() - interval '10 seconds' and now()",
    ),
  ).toEqual([]);
});

/** A module that moves the clock of the process that imports it; clocks that only go forward stay as they are. */
const clockOffBy = (days: number): string =>
  `data:text/javascript,${encodeURIComponent(`
    const offset = ${days * 86_400_000};
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...parts) { parts.length === 0 ? super(Real.now() + offset) : super(...parts); }
      static now() { return Real.now() + offset; }
    };`)}`;

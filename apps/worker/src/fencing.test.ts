import { createTestDatabase } from "@spool/testing/database";
import { hang, succeed, type FakeRender } from "@spool/testing/fake-orchestrator";
import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createHarness, type Harness } from "./test-support/harness.ts";
import { holdCommitOf, startPostgresProxy, type PostgresProxy } from "./test-support/postgres-proxy.ts";
import { spawnWorker, type WorkerProcess } from "./test-support/worker-process.ts";

/** The longest that a job may stay with a node that does not answer. */
const TAKEOVER_MAX_SECONDS = 15;

let harness: Harness;
let victim: WorkerProcess;
let proxy: PostgresProxy;
beforeEach(async () => {
  harness = await createHarness(await createTestDatabase());
});
afterEach(async () => {
  victim.child.kill("SIGKILL");
  await victim.exited;
  proxy.close();
  await harness.close();
});

const spawnVictim = () => {
  victim = spawnWorker({
    DATABASE_URL: proxy.url,
    ORCHESTRATOR_URL: `${harness.fake.url}/victim`,
    WORKER_NAME: "victim",
    WORKER_SLOTS: "1",
    WORKER_GRACE_SECONDS: "0",
  });
  return victim.ready;
};
const untilStatus = (jobId: string, status: string) =>
  expect.poll(async () => (await harness.job(jobId)).status, { timeout: 25_000, interval: 20 }).toBe(status);

/** The job is done by the survivor, once, and nothing of it is the victim's. */
async function expectDoneOnceBySurvivor(jobId: string): Promise<void> {
  const job = await harness.job(jobId);
  const renders = harness.fake.renders.filter(({ request }) => request.job_id === jobId);
  expect(job).toMatchObject({
    status: "completed",
    video_path: `${jobId}/${String(renders.at(-1)?.request.attempt_id)}/video.mp4`,
  });
  expect(renders.at(-1)?.base).toBe("/survivor");
  expect(
    await harness.sql("select cause from public.job_events where job_id = $1 and cause = 'complete'", [
      jobId,
    ]),
  ).toHaveLength(1);
  expect(
    await harness.sql("select distinct attempt_id from public.job_files where job_id = $1", [jobId]),
  ).toEqual([{ attempt_id: job.attempt_id }]);
  expect(
    await harness.sql("select distinct attempt_id from public.job_stages where job_id = $1", [jobId]),
  ).toEqual([{ attempt_id: job.attempt_id }]);
}

test.each([
  ["claim", ["private.claim_next", "pgboss"], 1],
  ["settlement", ["private.complete_attempts"], 2],
] as const)(
  "a worker frozen between BEGIN and COMMIT of a %s holds its job for less than 15 s, and changes nothing when it thaws",
  async (_transaction, statements, attempts) => {
    const frozen = Promise.withResolvers<number>();
    proxy = await startPostgresProxy(
      harness.workerUrl,
      holdCommitOf(statements, () => {
        victim.child.kill("SIGSTOP");
        frozen.resolve(performance.now());
      }),
    );
    await spawnVictim();
    const jobId = await harness.insertJob();
    const frozenAtMs = await frozen.promise;
    await harness.startWorker({ name: "survivor", orchestratorUrl: `${harness.fake.url}/survivor` });

    await untilStatus(jobId, "completed");

    const takenOverSeconds = (performance.now() - frozenAtMs) / 1_000;
    expect(takenOverSeconds).toBeLessThan(TAKEOVER_MAX_SECONDS);
    proxy.heal();
    victim.child.kill("SIGCONT");
    await expect.poll(() => victimReadiness(), { timeout: 20_000 }).toMatchObject({ busySlots: 0 });
    await expectDoneOnceBySurvivor(jobId);
    expect(
      await harness.sql("select count(*)::int from public.job_attempts where job_id = $1", [jobId]),
    ).toEqual([{ count: attempts }]);
  },
);

test("a worker that is cut off from the database loses its job within 15 s, writes nothing to it afterwards, and works again", async () => {
  proxy = await startPostgresProxy(harness.workerUrl, {});
  const answers: (() => void)[] = [];
  harness.fake.answer = (response: ServerResponse, render: FakeRender) => {
    if (render.base === "/survivor") {
      succeed(response, render);
      return;
    }
    hang(response, render);
    answers.push(() => succeed(response, render));
  };
  await spawnVictim();
  const jobId = await harness.insertJob();
  await expect.poll(() => answers.length).toBe(1);
  const survivor = await harness.startWorker({
    name: "survivor",
    orchestratorUrl: `${harness.fake.url}/survivor`,
  });
  await delay(11_000); // who has just come does not judge others yet

  const cutAtMs = performance.now();
  proxy.partition();
  await untilStatus(jobId, "completed");
  expect((performance.now() - cutAtMs) / 1_000).toBeLessThan(TAKEOVER_MAX_SECONDS);

  answers[0]?.();
  await survivor.stop(0, AbortSignal.abort());
  proxy.heal();
  const next = await harness.insertJob();
  await expect.poll(() => answers.length, { timeout: 20_000 }).toBe(2);
  answers[1]?.();
  await untilStatus(next, "completed");
  await expectDoneOnceBySurvivor(jobId);
}, 90_000);

async function victimReadiness(): Promise<unknown> {
  return (await fetch(`${await victim.ready}/readyz`)).json();
}

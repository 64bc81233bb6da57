import { createTestDatabase } from "@spool/testing/database";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  dieHalfWay,
  hang,
  hangUp,
  refuse,
  sendHtml,
  succeed,
  type Answer,
} from "@spool/testing/fake-orchestrator";
import type { RenderStage } from "@spool/contracts/render-api";
import { createHarness, type Harness } from "./test-support/harness.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness(await createTestDatabase());
});
afterEach(() => harness.close());

const statusOf = async (jobId: string) => (await harness.job(jobId)).status;
const untilStatus = (jobId: string, status: string, timeout = 10_000) =>
  expect.poll(() => statusOf(jobId), { timeout, interval: 20 }).toBe(status);

test("a job is claimed, run and completed, with its stages, files, log and a legal history", async () => {
  await harness.startWorker();
  harness.fake.answer = (response, render) => void delay(300).then(() => succeed(response, render));

  const jobId = await harness.insertJob();

  await untilStatus(jobId, "completed");
  const [render] = harness.fake.renders;
  const attemptId = String(render?.request.attempt_id);
  expect(render?.request).toMatchObject({
    job_id: jobId,
    job_type: "doubt",
    input: { question: "Why is the sky blue?" },
    style: "concise",
    length: 60,
    voice: "default",
  });
  expect(await harness.job(jobId)).toMatchObject({
    progress_ratio: 1,
    attempt_count: 1,
    video_path: `${jobId}/${attemptId}/video.mp4`,
    duration_seconds: 60.04,
    notices: ["Two sentences were left out."],
    error: null,
  });
  expect(await harness.sql("select stage, status from public.job_stages order by ordinal")).toEqual(
    ["script", "narrate", "render", "package"].map((stage) => ({ stage, status: "completed" })),
  );
  expect(
    await harness.sql("select from_status, to_status, cause from public.job_events order by id"),
  ).toEqual([
    { from_status: null, to_status: "pending", cause: "insert" },
    { from_status: "pending", to_status: "queued", cause: "due" },
    { from_status: "queued", to_status: "assigned", cause: "claim" },
    { from_status: "assigned", to_status: "processing", cause: "start" },
    { from_status: "processing", to_status: "completed", cause: "complete" },
  ]);
  const messages = (await harness.sql("select message from public.job_logs order by id")).map(
    ({ message }) => message,
  );
  expect(messages).toContain("Attempt 1 started on test-0");
  expect(messages).toContain("Working on render");
  expect(await harness.sql("select kind from public.job_files order by kind")).toHaveLength(2);
  expect(await harness.sql("select state from pgboss.job")).toEqual([{ state: "completed" }]);
});

test.each<[string, Answer, string, number]>([
  ["500", refuse(500), "API_ERROR", 3],
  ["429", refuse(429), "API_ERROR", 3],
  ["422", refuse(422), "INVALID_INPUT", 1],
  ["404", refuse(404), "NOT_FOUND", 1],
  ["401", refuse(401), "UNKNOWN", 3],
  ["HTML", sendHtml(200), "API_ERROR", 3],
  ["nothing but a closed connection", hangUp, "TIMEOUT", 3],
  ["half an answer", dieHalfWay, "TIMEOUT", 3],
])(
  "an orchestrator that answers %s fails the job after the right number of attempts",
  async (_case, answer, category, attempts) => {
    harness.fake.answer = answer;
    await harness.startWorker();

    const jobId = await harness.insertJob();

    await untilStatus(jobId, "failed", 20_000);
    const { error, attempt_count } = await harness.job(jobId);
    expect(attempt_count).toBe(attempts);
    expect(harness.fake.renders).toHaveLength(attempts);
    expect(error).toMatchObject({ category, attempt: attempts });
    expect(error?.stack?.length).toBeLessThanOrEqual(500);
    expect(
      await harness.sql("select distinct status, error ->> 'category' as category from public.job_attempts"),
    ).toEqual([{ status: "failed", category }]);
  },
);

test("the stages of a second attempt are its own, not those that the first had told of", async () => {
  harness.fake.answer = (response, render) => {
    render.tell({ type: "stage_started", stage: "script" });
    render.tell({ type: "ended", outcome: "failed" });
    refuse(500)(response, render);
  };
  await harness.startWorker();
  const jobId = await harness.insertJob();
  await expect.poll(async () => (await harness.job(jobId)).error?.stage).toBe("script");

  harness.fake.answer = succeed;

  await untilStatus(jobId, "completed");
  const [, second] = harness.fake.renders;
  expect(await harness.sql("select distinct attempt_id, status from public.job_stages")).toEqual([
    { attempt_id: second?.request.attempt_id, status: "completed" },
  ]);
});

test("an orchestrator that is down is a TIMEOUT that names its address", async () => {
  await harness.startWorker({ orchestratorUrl: "http://127.0.0.1:9" });

  const jobId = await harness.insertJob();

  await untilStatus(jobId, "failed", 20_000);
  expect((await harness.job(jobId)).error).toMatchObject({
    category: "TIMEOUT",
    message: "The orchestrator at http://127.0.0.1:9 refused the connection.",
  });
});

test("Retry-After holds the next attempt back", async () => {
  harness.fake.answer = refuse(429, { "retry-after": "120" });
  await harness.startWorker();

  const jobId = await harness.insertJob();

  await expect.poll(async () => (await harness.job(jobId)).error?.category).toBe("API_ERROR");
  const { status, run_in_seconds } = await harness.job(jobId);
  expect(status).toBe("pending");
  expect(run_in_seconds).toBeGreaterThan(100);
});

test("an orchestrator that never answers is stopped at the time limit of the type", async () => {
  await harness.sql("update public.job_types set time_limit_seconds = 1, max_attempts = 1");
  harness.fake.answer = hang;
  await harness.startWorker();

  const jobId = await harness.insertJob();

  await untilStatus(jobId, "failed");
  expect((await harness.job(jobId)).error).toMatchObject({
    category: "TIMEOUT",
    message: "The job ran into its time limit of 1 seconds.",
    stage: "narrate",
  });
  expect(harness.fake.cancels).toHaveLength(1);
});

test("what an orchestrator writes cannot keep a job from being settled", async () => {
  harness.fake.answer = (response) =>
    response
      .writeHead(422, { "content-type": "application/json" })
      .end(JSON.stringify({ error: "bad", message: "NUL \0 and half a pair \ud83d in it", status: 422 }));
  await harness.startWorker();

  const jobId = await harness.insertJob();

  await untilStatus(jobId, "failed");
  expect((await harness.job(jobId)).error?.message).toBe("NUL  and half a pair \ufffd in it");
});

test("progress reaches the row while the job runs", async () => {
  harness.fake.answer = hang;
  await harness.startWorker();

  const jobId = await harness.insertJob();

  await expect.poll(() => harness.job(jobId), { timeout: 5_000 }).toMatchObject({ stage: "narrate" });
  await expect
    .poll(async () => (await harness.job(jobId)).progress_ratio, { timeout: 5_000 })
    .toBeCloseTo(0.07, 5);
});

test.each([
  ["cancelled", "cancel"],
  ["paused", "pause"],
])(
  "a job that is %s while it runs is stopped within two seconds and its slot is free",
  async (status, cause) => {
    harness.fake.answer = hang;
    const worker = await harness.startWorker({ slots: 1 });
    const jobId = await harness.insertJob();
    await expect.poll(() => harness.fake.renders.length).toBe(1);

    const askedAtMs = performance.now();
    await harness.sql("select private.move_job($1, $2, $3, 'user', null)", [jobId, status, cause]);
    await harness.fake.renders[0]?.dropped;

    expect(performance.now() - askedAtMs).toBeLessThan(2_000);
    await expect.poll(() => worker.busySlots).toBe(0);
    expect(await statusOf(jobId)).toBe(status);
    expect(harness.fake.cancels).toHaveLength(1);
    expect(await harness.sql("select state from pgboss.job")).toEqual([{ state: "completed" }]);
  },
);

test("a paused job that is resumed runs exactly once more", async () => {
  harness.fake.answer = hang;
  const worker = await harness.startWorker();
  const jobId = await harness.insertJob();
  await expect.poll(() => harness.fake.renders.length).toBe(1);
  await harness.sql("select private.move_job($1, 'paused', 'pause', 'user', null)", [jobId]);
  await expect.poll(() => worker.busySlots).toBe(0);

  harness.fake.answer = succeed;
  await harness.sql("select private.move_job($1, 'pending', 'resume', 'user', null)", [jobId]);

  await untilStatus(jobId, "completed");
  expect(harness.fake.renders).toHaveLength(2);
  expect((await harness.job(jobId)).attempt_count).toBe(1);
});

test("two workers drain a backlog and run no job twice", async () => {
  const jobIds = await Promise.all(
    Array.from({ length: 60 }, (_unused, index) => harness.insertJob(`Question ${index}?`)),
  );

  await Promise.all([harness.startWorker({ slots: 4 }), harness.startWorker({ slots: 4 })]);

  await expect
    .poll(async () => (await harness.sql("select from public.jobs where status = 'completed'")).length, {
      timeout: 20_000,
    })
    .toBe(jobIds.length);
  const rendered = harness.fake.renders.map(({ request }) => request.job_id);
  expect(rendered.toSorted()).toEqual(jobIds.toSorted());
  expect(await harness.sql("select count(*)::int as count from public.job_attempts")).toEqual([
    { count: jobIds.length },
  ]);
});

test("a worker that was given up on stops, and nothing that it wrote late reaches the job", async () => {
  harness.fake.answer = hang;
  const worker = await harness.startWorker({ slots: 1 });
  const jobId = await harness.insertJob();
  await expect.poll(() => harness.fake.renders.length).toBe(1);
  const [first] = harness.fake.renders;

  harness.fake.answer = succeed;
  await harness.sql(`select private.settle_attempt($1, '{"kind": "lost"}')`, [first?.request.attempt_id]);

  await untilStatus(jobId, "completed", 25_000);
  expect(worker.busySlots).toBeLessThanOrEqual(1);
  const [, second] = harness.fake.renders;
  expect((await harness.job(jobId)).video_path).toBe(
    `${jobId}/${String(second?.request.attempt_id)}/video.mp4`,
  );
  expect(await harness.sql("select status from public.job_attempts order by number")).toEqual([
    { status: "lost" },
    { status: "completed" },
  ]);
});

test("a job that is due waits in the line while every slot is busy, and runs when one is free", async () => {
  await harness.startWorker({ slots: 1 });
  harness.fake.answer = hang;
  const running = await harness.insertJob();
  await untilStatus(running, "processing");

  const waiting = await harness.insertJob();

  await untilStatus(waiting, "queued");
  harness.fake.answer = succeed;
  await harness.sql("select private.move_job($1, 'cancelled', 'cancel', 'service', null)", [running]);
  await untilStatus(waiting, "completed");
});

test("a worker does not take work while its queue is paused and takes it when it is resumed", async () => {
  await harness.sql("update public.queues set is_paused = true");
  await harness.startWorker();
  const jobId = await harness.insertJob();

  await harness.sql("update public.queues set is_paused = false");

  await untilStatus(jobId, "completed");
});

test("a job whose type this worker does not know fails with the advice to update it", async () => {
  await harness.sql(
    `insert into public.job_types (name, kind, title, description, default_queue, time_limit_seconds, max_attempts, is_pausable, stages, payload_schema, example)
     select 'hologram', kind, title, description, default_queue, time_limit_seconds, 1, is_pausable, stages, payload_schema, example
     from public.job_types where name = 'doubt'`,
  );
  await harness.startWorker();
  const rows = await harness.sql(
    `insert into public.jobs (job_type, payload) values ('hologram', '{"question": "?"}') returning id`,
  );
  const jobId = String(rows[0]?.["id"]);

  await untilStatus(jobId, "failed");

  expect((await harness.job(jobId)).error?.message).toContain("does not know the job type hologram");
});

test("a worker that stops hands back what still runs, and another finishes it", async () => {
  harness.fake.answer = hang;
  const leaving = await harness.startWorker();
  const jobId = await harness.insertJob();
  await expect.poll(() => harness.fake.renders.length).toBe(1);

  harness.fake.answer = succeed;
  const isClean = await leaving.stop(0, new AbortController().signal);

  expect(isClean).toBe(true);
  expect(await statusOf(jobId)).toBe("queued");
  expect((await harness.job(jobId)).attempt_count).toBe(0);
  await harness.startWorker();
  await untilStatus(jobId, "completed");
});

test("a worker that ends does not disturb another that has started under its name", async () => {
  const gate = Promise.withResolvers<undefined>();
  harness.fake.answer = (response, render) => void gate.promise.then(() => succeed(response, render));
  const earlier = await harness.startWorker({ name: "same" });
  await harness.startWorker({ name: "same", slots: 1 });
  const jobIds = [await harness.insertJob(), await harness.insertJob(), await harness.insertJob()];
  await expect.poll(() => harness.fake.renders.length).toBe(3);

  await earlier.stop(0, new AbortController().signal);
  gate.resolve(undefined);

  for (const jobId of jobIds) await untilStatus(jobId, "completed", 15_000);
  expect(await harness.sql("select status from public.job_attempts where status = 'lost'")).toEqual([]);
});

test("the node's row says how busy it is, and is offline after a stop", async () => {
  harness.fake.answer = hang;
  const worker = await harness.startWorker({ slots: 1 });
  await harness.insertJob();
  const node = async () =>
    (await harness.sql("select status, slots, busy_slots, cpu_cores from public.nodes"))[0];

  await expect.poll(node, { timeout: 5_000 }).toMatchObject({ status: "busy", slots: 1, busy_slots: 1 });
  await worker.stop(0, new AbortController().signal);

  expect(await node()).toMatchObject({ status: "offline", busy_slots: 0 });
  expect(await harness.sql("select name from pgboss.queue where name like 'node-%'")).toEqual([]);
});

/** Ends the first stages, as many as are named, and then goes on without an end. */
const hangAfter =
  (...stages: RenderStage[]): Answer =>
  (_response, render) => {
    for (const stage of stages) {
      render.tell({ type: "stage_started", stage });
      render.tell({ type: "stage_completed", stage, checkpoint: { left: `by ${stage}` } });
    }
  };
const finishedStages = async () =>
  (await harness.sql("select stage from public.job_stages where status = 'completed' order by ordinal")).map(
    ({ stage }) => stage,
  );
const command = (text: string, jobId: string) =>
  harness.sql(`select set_config('request.jwt.claims', '{"role": "service_role"}', false), public.${text}`, [
    jobId,
  ]);
const resumedFrom = () => Object.keys(harness.fake.renders.at(-1)?.request.resume_from ?? {});
const LEFT = { script: { left: "by script" }, narrate: { left: "by narrate" } };

test("a paused job goes on after the stages that it had finished", async () => {
  harness.fake.answer = hangAfter("script", "narrate");
  await harness.startWorker();
  const jobId = await harness.insertJob();
  await expect.poll(finishedStages).toEqual(["script", "narrate"]);
  expect(resumedFrom()).toEqual([]);

  await command("pause_job($1)", jobId);
  await expect.poll(() => harness.fake.cancels.length).toBe(1);
  harness.fake.answer = succeed;
  await command("resume_job($1)", jobId);

  await untilStatus(jobId, "completed");
  expect(harness.fake.renders.at(-1)?.request.resume_from).toEqual(LEFT);
});

test("a job run again from a stage is handed what the stages before it left, and one run again whole nothing", async () => {
  await harness.startWorker();
  const jobId = await harness.insertJob();
  await untilStatus(jobId, "completed");

  await command("retry_job($1, 'package')", jobId);
  await expect.poll(() => harness.fake.renders.length).toBe(2);
  expect(resumedFrom()).toEqual(["script", "narrate", "render"]);

  await untilStatus(jobId, "completed");
  await command("retry_job($1)", jobId);
  await expect.poll(() => harness.fake.renders.length).toBe(3);
  expect(resumedFrom()).toEqual([]);
});

test("a job whose attempt failed goes on after the stages that this attempt had finished", async () => {
  harness.fake.answer = (response, render) => {
    hangAfter("script", "narrate")(response, render);
    setTimeout(() => refuse(500)(response, render), 300); // when the stages have been written
  };
  await harness.startWorker();
  const jobId = await harness.insertJob();
  await expect.poll(async () => (await harness.job(jobId)).error?.category).toBe("API_ERROR");

  harness.fake.answer = succeed;

  await untilStatus(jobId, "completed");
  expect(harness.fake.renders.at(-1)?.request.resume_from).toEqual(LEFT);
});

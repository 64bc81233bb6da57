import {
  claimNext,
  completedOutcome,
  failedOutcome,
  jobInStatus,
  registerNode,
  settleAttempt,
  startAttempt,
} from "@spool/testing/jobs";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeEach, describe, expect, test } from "vitest";

const db = useTestDatabase();

beforeEach(async () => {
  await db.owner.query("delete from public.jobs");
});

/** Each write of an attempt, answering true, false or null as the worker sees it. */
const WRITES: Record<string, (attemptId: string, jobId: string) => Promise<unknown>> = {
  start_attempt: (attemptId) => startAttempt(db.worker, attemptId),
  report_progress: (attemptId) => call("private.report_progress($1, 'script', 0.5, 0.4)", attemptId),
  begin_stage: (attemptId) => call("private.begin_stage($1, 'script')", attemptId),
  finish_stage: (attemptId) => call("private.finish_stage($1, 'script', '{}', '[]')", attemptId),
  append_logs: (attemptId) => call(`private.append_logs($1, '[{"level": "info", "message": "m"}]')`, attemptId),
  "settle_attempt completed": (attemptId, jobId) => settleAttempt(db.worker, attemptId, completedOutcome(jobId, attemptId)),
  "settle_attempt failed": (attemptId) => settleAttempt(db.worker, attemptId, failedOutcome("TIMEOUT")),
  "settle_attempt handed_back": (attemptId) => settleAttempt(db.worker, attemptId, { kind: "handed_back" }),
  "settle_attempt lost": (attemptId) => settleAttempt(db.worker, attemptId, { kind: "lost" }),
}; // prettier-ignore

async function call(expression: string, attemptId: string): Promise<unknown> {
  const { rows } = await db.worker.query<{ answer: unknown }>(`select ${expression} as answer`, [attemptId]);
  return rows[0]?.answer;
}

async function everythingOf(jobId: string): Promise<unknown> {
  const { rows } = await db.owner.query<{ all: unknown }>(
    `select jsonb_build_object(
       'job', to_jsonb(j),
       'attempts', (select jsonb_agg(to_jsonb(a) order by a.number) from public.job_attempts as a where a.job_id = j.id),
       'stages', (select jsonb_agg(to_jsonb(s) order by s.ordinal) from public.job_stages as s where s.job_id = j.id),
       'events', (select count(*) from public.job_events as e where e.job_id = j.id),
       'logs', (select count(*) from public.job_logs as l where l.job_id = j.id),
       'files', (select count(*) from public.job_files as f where f.job_id = j.id)
     ) as all from public.jobs as j where j.id = $1`,
    [jobId],
  );
  return rows[0]?.all;
}

const move = (jobId: string, status: string, cause: string) =>
  db.owner.query("select private.move_job($1, $2, $3, 'service', null)", [jobId, status, cause]);

/** Ways in which a node loses its job without knowing. */
const SUPERSEDED: Record<string, (jobId: string, attemptId: string) => Promise<void>> = {
  cancelled: async (jobId) => {
    await move(jobId, "cancelled", "cancel");
  },
  paused: async (jobId) => {
    await move(jobId, "paused", "pause");
  },
  "given up on and running elsewhere": async (_jobId, attemptId) => {
    await settleAttempt(db.worker, attemptId, { kind: "lost" });
    const [next] = await claimNext(db.worker, await registerNode(db.worker));
    await startAttempt(db.worker, next?.attempt_id ?? "");
    await db.worker.query("select private.begin_stage($1, 'script')", [next?.attempt_id]);
  },
  "given up on and assigned elsewhere": async (_jobId, attemptId) => {
    await settleAttempt(db.worker, attemptId, { kind: "lost" });
    await claimNext(db.worker, await registerNode(db.worker));
  },
  "finished by another attempt": async (jobId, attemptId) => {
    await settleAttempt(db.worker, attemptId, { kind: "lost" });
    const [next] = await claimNext(db.worker, await registerNode(db.worker));
    await startAttempt(db.worker, next?.attempt_id ?? "");
    await settleAttempt(db.worker, next?.attempt_id ?? "", completedOutcome(jobId, next?.attempt_id ?? ""));
  },
};

describe.each(Object.keys(SUPERSEDED))("once its job was %s", (how) => {
  test.each(Object.keys(WRITES))("an attempt can write nothing with %s", async (write) => {
    const { jobId, attemptId = "" } = await jobInStatus(db, "processing");
    await db.worker.query("select private.begin_stage($1, 'script')", [attemptId]);
    await SUPERSEDED[how]?.(jobId, attemptId);
    const before = await everythingOf(jobId);

    const answer = await WRITES[write]?.(attemptId, jobId);

    expect(answer).toBe(write.startsWith("settle") ? null : false);
    expect(await everythingOf(jobId)).toEqual(before);
  });
});

test.each(Object.keys(WRITES))("an unknown attempt is refused by %s", async (write) => {
  const answer = await WRITES[write]?.("00000000-0000-4000-8000-00000000dead", "no job");

  expect(answer).toBe(write.startsWith("settle") ? null : false);
});

test("an attempt that belongs to a deleted job is told to stop", async () => {
  const { jobId, attemptId = "" } = await jobInStatus(db, "processing");
  await db.owner.query("delete from public.jobs where id = $1", [jobId]);

  expect(await WRITES["report_progress"]?.(attemptId, jobId)).toBe(false);
});

test("starting twice is one start", async () => {
  const { jobId, attemptId = "" } = await jobInStatus(db, "assigned");

  expect([await startAttempt(db.worker, attemptId), await startAttempt(db.worker, attemptId)]).toEqual([
    true,
    true,
  ]);

  const { rows } = await db.owner.query(
    "select count(*)::int from public.job_events where job_id = $1 and cause = 'start'",
    [jobId],
  );
  expect(rows).toEqual([{ count: 1 }]);
});

test("progress is written with its stage, at most about once a second, and kept between 0 and 1", async () => {
  const { jobId, attemptId } = await jobInStatus(db, "processing");
  const progress = async () =>
    (await db.owner.query("select stage, progress_ratio::float from public.jobs where id = $1", [jobId]))
      .rows[0] as unknown;
  const report = (ratio: number) =>
    db.worker.query("select private.report_progress($1, 'script', $2, $2) as ok", [attemptId, ratio]);
  await db.worker.query("select private.begin_stage($1, 'script')", [attemptId]);

  const tooSoon = await report(0.3);
  expect([tooSoon.rows, await progress()]).toEqual([[{ ok: true }], { stage: "script", progress_ratio: 0 }]);

  await makeOld(jobId);
  await report(7);
  expect(await progress()).toEqual({ stage: "script", progress_ratio: 1 });
});

/** As if its last change were long ago, which the trigger would not let anybody write. */
async function makeOld(jobId: string): Promise<void> {
  await db.owner.query(
    `begin; alter table public.jobs disable trigger jobs_apply_move;
     update public.jobs set updated_at = now() - interval '1 minute' where id = '${jobId}';
     alter table public.jobs enable trigger jobs_apply_move; commit`,
  );
}

test("a stage runs from its start, and what was built on an earlier run of it is void", async () => {
  const { jobId, attemptId } = await jobInStatus(db, "processing");
  const stages = async (): Promise<unknown[]> =>
    (
      await db.owner.query<Record<string, unknown>>(
        "select stage, ordinal, status, checkpoint from public.job_stages where job_id = $1 order by ordinal",
        [jobId],
      )
    ).rows;
  for (const stage of ["script", "narrate"]) {
    await db.worker.query("select private.begin_stage($1, $2)", [attemptId, stage]);
    await db.worker.query("select private.finish_stage($1, $2, $3, '[]')", [attemptId, stage, { of: stage }]);
  }
  expect(await stages()).toEqual([
    { stage: "script", ordinal: 1, status: "completed", checkpoint: { of: "script" } },
    { stage: "narrate", ordinal: 2, status: "completed", checkpoint: { of: "narrate" } },
  ]);

  await db.worker.query("select private.begin_stage($1, 'script')", [attemptId]);

  expect(await stages()).toEqual([
    { stage: "script", ordinal: 1, status: "running", checkpoint: null },
    { stage: "narrate", ordinal: 2, status: "pending", checkpoint: null },
  ]);
});

test("a stage that the type does not have is refused", async () => {
  const { attemptId } = await jobInStatus(db, "processing");

  const begin = db.worker.query("select private.begin_stage($1, 'nonsense')", [attemptId]);

  await expect(begin).rejects.toMatchObject({ code: "PT400" });
});

test("log lines are kept in order and cut where they are too long", async () => {
  const { jobId, attemptId } = await jobInStatus(db, "processing");
  const lines = [
    { level: "info", stage: "script", message: "first", fields: { sentences: 3 }, logged_at: "2026-01-02T03:04:05.678Z" },
    { level: "error", stage: null, message: "x".repeat(5_000), fields: { huge: "x".repeat(20_000) }, logged_at: "2026-01-02T03:04:06Z" },
  ]; // prettier-ignore

  await db.worker.query("select private.append_logs($1, $2)", [attemptId, JSON.stringify(lines)]);

  const { rows } = await db.owner.query(
    "select level, stage, message, fields, logged_at from public.job_logs where job_id = $1 order by id",
    [jobId],
  );
  expect(rows).toEqual([
    { level: "info", stage: "script", message: "first", fields: { sentences: 3 }, logged_at: new Date("2026-01-02T03:04:05.678Z") },
    { level: "error", stage: null, message: "x".repeat(4_000), fields: { dropped: "larger than 16 KiB" }, logged_at: new Date("2026-01-02T03:04:06Z") },
  ]); // prettier-ignore
});

test("a worker reaches jobs only through its functions", async () => {
  for (const table of ["jobs", "job_attempts", "job_logs", "nodes", "queues", "project_members"]) {
    await expect(db.worker.query(`select * from public.${table}`)).rejects.toMatchObject({ code: "42501" });
  }
  await expect(
    db.worker.query("select private.move_job(gen_random_uuid(), 'queued', 'due', 'worker', null)"),
  ).rejects.toMatchObject({ code: "42501" });
});

test("a worker that freezes inside a transaction is thrown out, and waits for no lock for long", async () => {
  const { rows } = await db.worker.query(
    "select current_setting('idle_in_transaction_session_timeout') as idle, current_setting('lock_timeout') as lock",
  );
  expect(rows).toEqual([{ idle: "10s", lock: "5s" }]);
  const role = await db.owner.query(
    "select rolbypassrls, rolsuper from pg_roles where rolname = 'spool_worker'",
  );
  expect(role.rows).toEqual([{ rolbypassrls: false, rolsuper: false }]);
});

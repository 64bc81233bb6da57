import {
  claimNext,
  completedOutcome,
  insertJob,
  registerNode,
  settleAttempt,
  startAttempt,
} from "@spool/testing/jobs";
import { createTestDatabase, type TestDatabase } from "@spool/testing/database";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { proveNothingLost, proveRules } from "./proofs.ts";

let database: TestDatabase;
let pool: pg.Pool;
let worker: pg.Pool;
let jobId: string;
let attemptId: string;
beforeEach(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.superuserUrl, max: 1 });
  worker = new pg.Pool({ connectionString: database.workerUrl, max: 1 });
  jobId = await insertJob(pool);
  const [claimed] = await claimNext(worker, await registerNode(worker));
  attemptId = claimed?.attempt_id ?? "";
  await startAttempt(worker, attemptId);
  await settleAttempt(worker, attemptId, completedOutcome(jobId, attemptId));
});
afterEach(async () => {
  await Promise.all([pool.end(), worker.end()]);
  await database.drop();
});

const sql = async (text: string, values?: unknown[]) =>
  (await pool.query<Record<string, unknown>>(text, values)).rows;
/** Past every trigger and key, as no part of Spool can. */
const corrupt = async (text: string) => {
  await pool.query("set session_replication_role = replica");
  await pool.query(text);
  await pool.query("reset session_replication_role");
};
const brokenRules = async () => (await proveRules({ sql })).map(({ rule }) => rule);

test("a job that was done in order breaks no rule", async () => {
  expect(await brokenRules()).toEqual([]);
  expect(await proveNothingLost({ sql }, [jobId], new Set([attemptId]))).toEqual([]);
});

const FAILED = `update public.jobs set status = 'failed'`;
test.each([
  ["a job is not finished", "update public.jobs set status = 'paused', finished_at = null"],
  ["a failed job has no reason", FAILED],
  [
    "a job was completed more often than it was sent",
    `insert into public.job_events (job_id, project_id, from_status, to_status, cause, actor_kind)
     select job_id, project_id, from_status, to_status, cause, actor_kind from public.job_events where cause = 'complete'`,
  ],
  ["a completed job's attempt did not complete", "update public.job_attempts set status = 'lost'"],
  ["completed attempts and completions differ", "delete from public.job_events where cause = 'complete'"],
  ["an attempt of a finished job is open", "update public.job_attempts set status = 'running'"],
  ["a file comes from an attempt that did not complete", "update public.job_attempts set status = 'lost'"],
  [
    "a video is not of the attempt that completed",
    "update public.jobs set video_path = 'elsewhere/video.mp4'",
  ],
  [
    "a stage of a finished job runs",
    `insert into public.job_stages (job_id, stage, ordinal, status) select id, 'script', 1, 'running' from public.jobs`,
  ],
  ["a history does not begin with an insert", "delete from public.job_events where cause = 'insert'"],
  ["a move is not a legal one", "update public.job_events set cause = 'start' where cause = 'complete'"],
  ["a move does not begin where the one before ended", "delete from public.job_events where cause = 'start'"],
  ["a history does not end where the job is", FAILED],
  ["counters and counting differ", FAILED],
  [
    "a delivery of pg-boss is open",
    `insert into pgboss.job (name, state) select name, 'active' from pgboss.queue limit 1`,
  ],
])("it is seen when %s", async (rule, harm) => {
  await sql(`select pgboss.create_queue('proof', '{"policy": "standard"}')`);
  await corrupt(harm);

  expect(await brokenRules()).toContain(rule);
});

test("a job that the API accepted and that is gone is seen, and a completed one that nobody made", async () => {
  await corrupt("delete from public.jobs");
  expect(await proveNothingLost({ sql }, [jobId], new Set())).toMatchObject([
    { rule: "an accepted job is gone", count: 1 },
  ]);

  const other = await insertJob(pool);
  await corrupt(
    `update public.jobs set status = 'completed', finished_at = now(), attempt_id = gen_random_uuid() where id = '${other}'`,
  );
  expect(await proveNothingLost({ sql }, [], new Set())).toMatchObject([
    { rule: "a job is completed without a video having been made", count: 1 },
  ]);
});

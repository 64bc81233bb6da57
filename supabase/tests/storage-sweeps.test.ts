import { asService } from "@spool/testing/callers";
import {
  claimNext,
  completedOutcome,
  failedOutcome,
  insertJob,
  jobInStatus,
  registerNode,
  settleAttempt,
  startAttempt,
} from "@spool/testing/jobs";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeEach, expect, test } from "vitest";

const db = useTestDatabase();

beforeEach(async () => {
  await db.owner.query("delete from public.jobs");
  await db.owner.query("delete from private.storage_sweeps");
});

/** The folders that would be swept once the wait for late uploads is over. */
async function swept(): Promise<string[]> {
  await db.owner.query("update private.storage_sweeps set try_at = now()");
  const { rows } = await db.worker.query<{ bucket: string; prefix: string }>(
    "select * from private.take_storage_sweeps(100)",
  );
  return rows.map(({ bucket, prefix }) => `${bucket}/${prefix}`).sort();
}

/** Claims the only job that waits and starts it. */
async function nextAttempt(): Promise<string> {
  const [claimed] = await claimNext(db.worker, await registerNode(db.worker));
  await startAttempt(db.worker, claimed?.attempt_id ?? "");
  return claimed?.attempt_id ?? "";
}

const retry = (jobId: string, stage: string | null = null) =>
  asService(db.api)("select public.retry_job($1, $2)", [jobId, stage]);

test("a new attempt that fails leaves the files of the one that won before, and loses its own", async () => {
  const { jobId, attemptId: winner } = await jobInStatus(db, "completed");
  await retry(jobId);
  const loser = await nextAttempt();
  await settleAttempt(db.worker, loser, failedOutcome("INVALID_INPUT"));

  expect(await swept()).toEqual([`videos/${jobId}/${loser}/`]);
  const { rows } = await db.owner.query(
    "select distinct attempt_id from public.job_files where job_id = $1",
    [jobId],
  );
  expect(rows).toEqual([{ attempt_id: winner }]);
});

test("a new attempt that wins lets the files of the one before go", async () => {
  const { jobId, attemptId } = await jobInStatus(db, "completed");
  await retry(jobId);
  const winner = await nextAttempt();
  await settleAttempt(db.worker, winner, completedOutcome(jobId, winner));

  expect(await swept()).toEqual([`videos/${jobId}/${attemptId}/`]);
});

test("what a newer attempt took over from an older one is not swept", async () => {
  const { jobId, attemptId: first } = await jobInStatus(db, "completed");
  await retry(jobId, "package");
  const second = await nextAttempt();
  await settleAttempt(db.worker, second, completedOutcome(jobId, first ?? ""));

  expect(await swept()).toEqual([]);
  const { rows } = await db.owner.query("select count(*)::int as files from public.job_files where job_id = $1", [jobId]); // prettier-ignore
  expect(rows).toEqual([{ files: 3 }]);
});

test.each(["files", "checkpoint"])("what a finished stage keeps in its %s is not swept", async (column) => {
  const { jobId, attemptId } = await jobInStatus(db, "processing");
  const left = { path: `${jobId}/${attemptId}/render.mp4` };
  await db.worker.query("select private.begin_stage($1, 'render')", [attemptId]);
  await db.worker.query("select private.finish_stage($1, 'render', $2, $3)", [
    attemptId,
    column === "checkpoint" ? left : {},
    JSON.stringify(column === "files" ? [left] : []),
  ]);
  await settleAttempt(db.worker, attemptId ?? "", failedOutcome("INVALID_INPUT"));

  expect(await swept()).toEqual([]);

  await retry(jobId);
  expect(await swept()).toEqual([`videos/${jobId}/${attemptId}/`]);
});

test("the folder of a removed job is not swept when a new job has its id", async () => {
  const { jobId } = await jobInStatus(db, "completed");
  await asService(db.api)("select public.remove_job($1)", [jobId]);
  await asService(db.api)(
    "insert into public.jobs (id, job_type, payload) values ($1, 'doubt', '{\"question\": \"Again?\"}')",
    [jobId],
  );
  const other = await insertJob(db.owner);
  await asService(db.api)("delete from public.jobs where id = $1", [other]);

  expect(await swept()).toEqual([`videos/${other}/`, `work/${other}/`]);
});

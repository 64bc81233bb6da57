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

  expect(await swept()).not.toContain(`videos/${jobId}/${attemptId}/`);

  await retry(jobId);
  expect(await swept()).toContain(`videos/${jobId}/${attemptId}/`);
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

/** A job whose stage script has left something in the bucket work. */
async function jobWithWork() {
  const { jobId, attemptId } = await jobInStatus(db, "processing");
  await db.worker.query("select private.begin_stage($1, 'script')", [attemptId]);
  await db.worker.query("select private.finish_stage($1, 'script', $2, null)", [
    attemptId,
    { files: [{ path: `${jobId}/${attemptId}/script.json` }] },
  ]);
  return { jobId, attemptId: attemptId ?? "" };
}

test.each(["completed", "failed", "cancelled", "cancelled while it was paused"])(
  "what stages left for each other is swept a day after their job was %s, and not while it runs again",
  async (end) => {
    const { jobId, attemptId } = await jobWithWork();
    if (end.endsWith("paused")) await asService(db.api)("select public.pause_job($1)", [jobId]);
    if (end.startsWith("cancelled")) await asService(db.api)("select public.cancel_job($1)", [jobId]);
    else {
      const outcome = end === "failed" ? failedOutcome("INVALID_INPUT") : completedOutcome(jobId, attemptId);
      await settleAttempt(db.worker, attemptId, outcome);
    }

    const { rows } = await db.owner.query(
      "select round(extract(epoch from try_at - now()) / 3600)::integer as hours from private.storage_sweeps where bucket = 'work'",
    );
    expect(rows).toEqual([{ hours: 24 }]);
    await retry(jobId, "narrate");
    expect((await swept()).filter((folder) => folder.startsWith("work/"))).toEqual([]);
    await asService(db.api)("select public.cancel_job($1)", [jobId]);
    expect(await swept()).toContain(`work/${jobId}/`);
  },
);

test("a job whose stages left nothing is not swept for", async () => {
  await jobInStatus(db, "completed");

  expect(await swept()).toEqual([]);
});

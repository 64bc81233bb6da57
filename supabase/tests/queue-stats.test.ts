import { JOB_STATUSES, PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import { asAnon, asService, asUser, type Caller } from "@spool/testing/callers";
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
import { createPeople } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";

const db = useTestDatabase();

const counts = z.strictObject({
  ...(Object.fromEntries(JOB_STATUSES.map((status) => [status, z.int().nonnegative()])) as Record<
    (typeof JOB_STATUSES)[number],
    z.ZodInt
  >), // fromEntries forgets the keys
  total: z.int().nonnegative(),
});
const seconds = z.number().nonnegative();
const statsSchema = z.strictObject({
  ...counts.shape,
  by_queue: z.record(z.enum(QUEUES), counts.extend({ oldest_waiting_age_seconds: seconds })),
  by_priority: z.record(z.enum(PRIORITIES), counts),
  oldest_waiting_age_seconds: seconds,
  average_wait_seconds: seconds,
  average_run_seconds: seconds,
  completed_last_hour: z.int().nonnegative(),
  failed_last_hour: z.int().nonnegative(),
});

async function stats(caller: Caller) {
  const { rows } = await caller<{ stats: unknown }>("select public.get_queue_stats() as stats");
  return statsSchema.parse(rows[0]?.stats);
}

const mismatches = async (): Promise<unknown[]> =>
  (await db.owner.query<Record<string, unknown>>("select * from private.job_count_mismatches()")).rows;

beforeEach(async () => {
  await db.owner.query("delete from public.jobs");
  await db.owner.query("truncate public.job_minutes, public.job_count_deltas, public.job_counts");
});

test("with no jobs every field is there, and zero", async () => {
  const empty = await stats(asService(db.api));

  const numbers = JSON.stringify(empty).match(/:-?[\d.]+/g) ?? [];
  expect(new Set(numbers)).toEqual(new Set([":0"]));
  expect(numbers).toHaveLength(14 + 3 * 10 + 3 * 9);
});

test("every status is counted, over all, by queue and by priority", async () => {
  // Those that wait come last: bringing a job further takes along what can be claimed.
  const waitingLast = [...JOB_STATUSES.slice(2), ...JOB_STATUSES.slice(0, 2).reverse()];
  for (const status of waitingLast) await jobInStatus(db, status, { queue: "batch", priority: "low" });
  await insertJob(db.owner, { queue: "live", priority: "high" });

  const found = await stats(asService(db.api));

  expect(found).toMatchObject({ total: 9, pending: 2, queued: 1, assigned: 1, processing: 1, paused: 1, completed: 1, failed: 1, cancelled: 1 });
  expect(found.by_queue.batch).toMatchObject({ total: 8, completed: 1 });
  expect(found.by_queue.live).toMatchObject({ total: 1, pending: 1 });
  expect(found.by_queue.default).toMatchObject({ total: 0 });
  expect(found.by_priority).toMatchObject({ low: { total: 8 }, medium: { total: 0 }, high: { total: 1 } });
}); // prettier-ignore

test("what finished in the last hour is counted and timed", async () => {
  const first = await jobInStatus(db, "completed");
  await jobInStatus(db, "failed");
  const third = await jobInStatus(db, "processing");
  await settleAttempt(db.worker, third.attemptId ?? "", failedOutcome("TIMEOUT"));

  expect(await stats(asService(db.api))).toMatchObject({ completed_last_hour: 1, failed_last_hour: 1 });

  const { rows } = await db.owner.query<{ wait: number; run: number }>(
    `select extract(epoch from started_at - run_at)::float as wait, extract(epoch from finished_at - started_at)::float as run
     from public.jobs where id = $1`,
    [first.jobId],
  );
  const figures = await stats(asService(db.api));
  expect(figures.average_wait_seconds).toBeLessThan((rows[0]?.wait ?? 0) + 5);
  expect(figures.average_run_seconds).toBeLessThan((rows[0]?.run ?? 0) + 5);
});

test("the oldest waiting job is the one that has been due for longest; what is scheduled does not wait", async () => {
  await insertJob(db.owner, { queue: "live", runAt: new Date(Date.now() + 3_600_000) });
  expect(await stats(asService(db.api))).toMatchObject({ oldest_waiting_age_seconds: 0 });

  const jobId = await insertJob(db.owner, { queue: "batch" });
  await db.owner.query("update public.jobs set run_at = now() - interval '90 seconds' where id = $1", [
    jobId,
  ]);

  const found = await stats(asService(db.api));
  expect(found.oldest_waiting_age_seconds).toBeGreaterThanOrEqual(90);
  expect(found.by_queue.batch.oldest_waiting_age_seconds).toBe(found.oldest_waiting_age_seconds);
  expect(found.by_queue.live.oldest_waiting_age_seconds).toBe(0);
});

test("the figures are those of the caller's projects", async () => {
  const people = await createPeople(db.owner);
  await insertJob(db.owner, { projectId: people.projectId });
  await insertJob(db.owner);

  expect(await stats(asUser(db.api, people.viewer))).toMatchObject({ total: 1 });
  expect(await stats(asUser(db.api, people.stranger))).toMatchObject({
    total: 0,
    oldest_waiting_age_seconds: 0,
  });
  expect(await stats(asService(db.api))).toMatchObject({ total: 2 });
  expect(await stats(asAnon(db.api))).toMatchObject({ total: 0, oldest_waiting_age_seconds: 0 });
});

test("folding changes no figure", async () => {
  for (const status of JOB_STATUSES) await jobInStatus(db, status);
  const { oldest_waiting_age_seconds: _age, by_queue: _queues, ...before } = await stats(asService(db.api));

  await db.worker.query("select private.fold_job_counts()");

  const { rows } = await db.owner.query("select count(*)::int from public.job_count_deltas");
  expect(rows).toEqual([{ count: 0 }]);
  expect(await stats(asService(db.api))).toMatchObject(before);
});

test("counters equal counting after everything at once: inserts, moves, changes of class, deletes and folds", async () => {
  const people = await createPeople(db.owner);
  const worker = async (): Promise<void> => {
    const node = await registerNode(db.worker);
    for (let turn = 0; turn < 12; turn++) {
      await insertJob(db.owner, { queue: turn % 2 ? "live" : "batch" });
      await insertJob(db.owner, { projectId: people.projectId, priority: "low" });
      for (const { attempt_id, job_id } of await claimNext(db.worker, node, 3)) {
        if (!(await startAttempt(db.worker, attempt_id))) continue;
        const outcome = turn % 3 ? completedOutcome(job_id, attempt_id) : failedOutcome("TIMEOUT");
        await settleAttempt(db.worker, attempt_id, outcome);
      }
      await db.worker.query("select private.fold_job_counts()");
    }
  };
  const troublemaker = async (): Promise<void> => {
    for (let turn = 0; turn < 15; turn++) {
      await db.owner.query(
        `update public.jobs set priority = 'high', queue = 'default'
         where id in (select id from public.jobs order by random() limit 3 for update skip locked)`,
      );
      await db.owner.query(
        "delete from public.jobs where id in (select id from public.jobs order by random() limit 1 for update skip locked)",
      );
    }
  };

  await Promise.all([worker(), worker(), worker(), troublemaker()]);

  expect(await mismatches()).toEqual([]);
  while ((await fold()) > 0);
  expect(await mismatches()).toEqual([]);
});

const fold = async () =>
  (await db.worker.query<{ folded: number }>("select private.fold_job_counts() as folded")).rows[0]?.folded ??
  0;

test("a rolled-back insert is counted nowhere", async () => {
  const client = await db.owner.connect();
  await client.query("begin");
  await insertJob(client);
  await client.query("rollback");
  client.release();

  expect(await stats(asService(db.api))).toMatchObject({ total: 0 });
});

test("counters stay short where no worker lives to fold them", async () => {
  for (let batch = 0; batch < 11; batch++) {
    const inserts = `insert into public.jobs (job_type, payload) values ('doubt', '{"question": "Q"}');`;
    await db.owner.query(`do $$ begin for i in 1..100 loop ${inserts} end loop; end $$`);
  }

  const { rows } = await db.owner.query<{ count: number }>(
    "select count(*)::int as count from public.job_count_deltas",
  );
  expect(rows[0]?.count).toBeLessThan(1_000);
  expect(await stats(asService(db.api))).toMatchObject({ total: 1_100 });
});

test("a running job that changes class starts once in the figures, and waits once", async () => {
  const { jobId } = await jobInStatus(db, "processing");

  await asService(db.api)("select public.reprioritise_job($1, 'high')", [jobId]);
  await asService(db.api)("select public.move_job_to_queue($1, 'live')", [jobId]);

  const { rows } = await db.owner.query("select sum(started)::int as started from public.job_count_deltas");
  expect(rows).toEqual([{ started: 1 }]);
  expect(await mismatches()).toEqual([]);
});

import { asUser } from "@spool/testing/callers";
import { insertJob, jobInStatus } from "@spool/testing/jobs";
import { createUser } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeEach, expect, test } from "vitest";

const db = useTestDatabase();

beforeEach(async () => {
  await db.owner.query("delete from public.jobs");
  await db.owner.query(
    "update private.settings set keep_completed_days = null, keep_failed_days = 30, keep_tasks_days = 30",
  );
});

const finishedDaysAgo = async (status: "completed" | "failed" | "cancelled", days: number) => {
  const { jobId } = await jobInStatus(db, status);
  await db.owner.query(
    "update public.jobs set finished_at = now() - make_interval(days => $2) where id = $1",
    [jobId, days],
  );
  return jobId;
};

const applyRetention = async (max = 1_000) =>
  (
    await db.worker.query<{ removed: Record<string, number> }>(
      "select private.apply_retention($1) as removed",
      [max],
    )
  ).rows[0]?.removed;

const remaining = async () =>
  (await db.owner.query<{ id: string }>("select id from public.jobs")).rows.map(({ id }) => id).sort();

test("what was kept for its time goes, with its history; the rest stays", async () => {
  const oldFailed = await finishedDaysAgo("failed", 31);
  const oldCancelled = await finishedDaysAgo("cancelled", 31);
  const kept = [
    await finishedDaysAgo("failed", 29),
    await finishedDaysAgo("completed", 4_000), // for ever
    await insertJob(db.owner),
  ];

  expect(await applyRetention()).toMatchObject({ jobs: 2 });

  expect(await remaining()).toEqual(kept.sort());
  const { rows } = await db.owner.query("select from public.job_events where job_id = any ($1)", [
    [oldFailed, oldCancelled],
  ]);
  expect(rows).toHaveLength(0);
});

test("a long backlog goes in batches, oldest first", async () => {
  for (const days of [40, 50, 60]) await finishedDaysAgo("failed", days);

  expect(await applyRetention(2)).toMatchObject({ jobs: 2 });
  expect(await applyRetention(2)).toMatchObject({ jobs: 1 });
  expect(await applyRetention(2)).toMatchObject({ jobs: 0 });
});

test("lines of logs go by their own time, while their job stays", async () => {
  const { jobId, attemptId } = await jobInStatus(db, "processing");
  await db.owner.query(
    `insert into public.job_logs (job_id, attempt_id, level, message, logged_at)
     values ($1, $2, 'info', 'old', now() - interval '91 days'), ($1, $2, 'info', 'new', now())`,
    [jobId, attemptId],
  );

  expect(await applyRetention()).toMatchObject({ log_lines: 1 });

  const { rows } = await db.owner.query("select message from public.job_logs where job_id = $1", [jobId]);
  expect(rows).toEqual([{ message: "new" }]);
});

test("administrators of the instance set how long; others and nonsense are refused", async () => {
  const admin = await createUser(db.owner);
  const other = await createUser(db.owner);
  await db.owner.query("update public.profiles set instance_role = 'admin' where user_id = $1", [admin]);
  const set = (userId: string, figures: unknown) =>
    asUser(db.api, userId)<{ figures: Record<string, unknown> }>(
      "select public.set_retention($1) as figures",
      [JSON.stringify(figures)],
    );

  const { rows } = await set(admin, { keep_completed_days: 365, keep_failed_days: null });
  expect(rows[0]?.figures).toMatchObject({
    keep_completed_days: 365,
    keep_failed_days: null,
    keep_tasks_days: 30,
  });
  await expect(set(other, { keep_completed_days: 1 })).rejects.toMatchObject({ code: "PT403" });
  for (const figures of [
    { keep_completed_days: 0 },
    { keep_completed_days: "1" },
    { keep_it: 1 },
    [],
    null,
  ]) {
    await expect(set(admin, figures)).rejects.toMatchObject({ code: "PT400" });
  }
});

test("what would be removed is told before, and figures that will not do are left as they are", async () => {
  for (const days of [31, 40, 100]) await finishedDaysAgo("failed", days);
  await finishedDaysAgo("completed", 400);
  const admin = await createUser(db.owner);
  await db.owner.query("update public.profiles set instance_role = 'admin' where user_id = $1", [admin]);
  const preview = async (figures: unknown) =>
    (
      await asUser(db.api, admin)<{ counts: Record<string, number> }>(
        "select public.preview_retention($1) as counts",
        [JSON.stringify(figures)],
      )
    ).rows[0]?.counts;

  expect(await preview({})).toMatchObject({ keep_failed_days: 3, keep_completed_days: 0 });
  expect(await preview({ keep_failed_days: 90, keep_completed_days: 365 })).toMatchObject({
    keep_failed_days: 1,
    keep_completed_days: 1,
  });
  expect(await preview({ keep_failed_days: null })).toMatchObject({ keep_failed_days: 0 });
  expect(await preview({ keep_failed_days: -1, keep_it: 3 })).toMatchObject({ keep_failed_days: 3 });
});

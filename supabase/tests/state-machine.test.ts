import { JOB_STATUSES, type JobStatus } from "@spool/contracts/job-states";
import { asUser } from "@spool/testing/callers";
import { claimNext, insertJob, jobInStatus, registerNode } from "@spool/testing/jobs";
import { createUser } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import pg from "pg";
import { describe, expect, test } from "vitest";

const db = useTestDatabase();

/** The machine of the design, written out: the table in the database must say the same. */
const LEGAL: readonly (readonly [from: JobStatus | null, to: JobStatus, cause: string])[] = [
  [null, "pending", "insert"],
  ["pending", "queued", "due"],
  ["queued", "assigned", "claim"],
  ["assigned", "processing", "start"],
  ["processing", "completed", "complete"],
  ...(["assigned", "processing"] as const).flatMap(
    (from) =>
      [
        [from, "failed", "fail"],
        [from, "pending", "retry"],
        [from, "queued", "hand_back"],
        [from, "queued", "node_lost"],
        [from, "failed", "node_lost"],
      ] as const,
  ),
  ...(["pending", "queued", "assigned", "processing", "paused"] as const).map(
    (from) => [from, "cancelled", "cancel"] as const,
  ),
  ...(["pending", "queued", "assigned", "processing"] as const).map(
    (from) => [from, "paused", "pause"] as const,
  ),
  ["paused", "pending", "resume"],
  ...(["completed", "failed", "cancelled"] as const).map(
    (from) => [from, "pending", "manual_retry"] as const,
  ),
];
const CAUSES = [...new Set(LEGAL.map(([, , cause]) => cause))];
const key = (from: JobStatus | null, to: JobStatus, cause: string) => `${String(from)} → ${to} by ${cause}`;

test("the table of legal moves is the machine of the design", async () => {
  const userId = await createUser(db.owner);

  const { rows } = await asUser(db.api, userId)<{ from_status: JobStatus | null; to_status: JobStatus; cause: string }>(
    "select * from public.get_job_transitions()",
  ); // prettier-ignore

  const found = rows.map((row) => key(row.from_status, row.to_status, row.cause));
  expect(found.sort()).toEqual(LEGAL.map((move) => key(...move)).sort());
});

describe.each(JOB_STATUSES)("from %s", (from) => {
  test("exactly the legal moves are possible, each recorded with its cause", async () => {
    const { jobId } = await jobInStatus(db, from);
    const client = await db.owner.connect();
    const possible: string[] = [];
    const refusals = new Set<string>();
    try {
      await client.query("begin");
      for (const to of JOB_STATUSES.filter((status) => status !== from)) {
        for (const cause of CAUSES) {
          await client.query("savepoint before_move");
          const refusal = await tryMove(client, jobId, to, cause);
          if (refusal === undefined) {
            possible.push(key(from, to, cause));
            expect(await lastEvent(client, jobId)).toEqual({ from_status: from, to_status: to, cause });
          } else {
            refusals.add(refusal);
          }
          await client.query("rollback to savepoint before_move");
        }
      }
      await client.query("rollback");
    } finally {
      client.release();
    }

    const legal = LEGAL.filter(([legalFrom]) => legalFrom === from).map((move) => key(...move));
    expect(possible.sort()).toEqual(legal.sort());
    expect([...refusals]).toEqual(["PT409"]);
  });
});

/** As the functions of the platform do it: say why, then update. Returns the SQLSTATE of a refusal. */
async function tryMove(client: pg.ClientBase, jobId: string, to: JobStatus, cause: string) {
  await client.query("select private.begin_move($1, 'service', null)", [cause]);
  return client
    .query(
      "update public.jobs set status = $2, attempt_id = coalesce(attempt_id, gen_random_uuid()) where id = $1",
      [jobId, to],
    )
    .then(
      () => undefined,
      (error: unknown) => (error instanceof pg.DatabaseError ? error.code : String(error)),
    );
}

async function lastEvent(client: pg.ClientBase, jobId: string): Promise<unknown> {
  const { rows } = await client.query<Record<string, unknown>>(
    "select from_status, to_status, cause from public.job_events where job_id = $1 order by id desc limit 1",
    [jobId],
  );
  return rows[0];
}

test("a move without a cause is refused", async () => {
  const jobId = await insertJob(db.owner);

  const update = db.owner.query("update public.jobs set status = 'queued' where id = $1", [jobId]);

  await expect(update).rejects.toMatchObject({ code: "PT409" });
});

test("a cause holds for one statement only", async () => {
  const [first, second] = [await insertJob(db.owner), await insertJob(db.owner)];
  const client = await db.owner.connect();
  try {
    await client.query("begin");
    await client.query("select private.begin_move('cancel', 'service', null)");
    await client.query("update public.jobs set status = 'cancelled' where id = $1", [first]);
    const secondMove = client.query("update public.jobs set status = 'cancelled' where id = $1", [second]);

    await expect(secondMove).rejects.toMatchObject({ code: "PT409" });
  } finally {
    await client.query("rollback");
    client.release();
  }
});

test("move_job says 404 for no such job and 409 for staying where it is", async () => {
  const jobId = await insertJob(db.owner);
  const move = (id: string, to: JobStatus, cause: string) =>
    db.owner.query("select private.move_job($1, $2, $3, 'service', null)", [id, to, cause]);

  await expect(move("00000000-0000-4000-8000-00000000dead", "cancelled", "cancel")).rejects.toMatchObject({ code: "PT404" });
  await expect(move(jobId, "pending", "resume")).rejects.toMatchObject({ code: "PT409" });
}); // prettier-ignore

test("every change of a job grows its revision", async () => {
  const { jobId } = await jobInStatus(db, "processing");

  const { rows } = await db.owner.query("select revision from public.jobs where id = $1", [jobId]);

  // Submitted, claimed as soon as it was due, started.
  expect(rows).toEqual([{ revision: "3" }]);
});

test("a cancel that waits for a claim under way cancels the job that was claimed", async () => {
  const jobId = await insertJob(db.owner);
  const nodeId = await registerNode(db.worker);
  const claiming = await db.worker.connect();
  await claiming.query("begin");
  await claimNext(claiming, nodeId);

  const cancelling = db.owner.query(
    "select (private.move_job($1, 'cancelled', 'cancel', 'user', null)).status",
    [jobId],
  );
  await expect
    .poll(
      async () =>
        (await db.owner.query("select from pg_stat_activity where wait_event_type = 'Lock'")).rowCount,
    )
    .toBeGreaterThan(0);
  await claiming.query("commit");
  claiming.release();

  expect((await cancelling).rows).toEqual([{ status: "cancelled" }]);
});

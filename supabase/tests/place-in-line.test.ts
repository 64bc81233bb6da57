import { asAnon, asService, asUser, type Caller } from "@spool/testing/callers";
import { claimNext, insertJob, jobInStatus, registerNode } from "@spool/testing/jobs";
import { createPeople, type People } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";

const db = useTestDatabase();
let people: People;

beforeAll(async () => {
  people = await createPeople(db.owner);
});
beforeEach(() => db.owner.query("delete from public.jobs"));

const service = () => asService(db.api);
const newJob = (job = {}) => insertJob(db.owner, { projectId: people.projectId, ...job });
const newJobs = async (count: number) => {
  const ids: string[] = [];
  while (ids.length < count) ids.push(await newJob());
  return ids;
};
const reorder = (caller: Caller, jobId: string | undefined, to: { before?: string | undefined; after?: string | undefined }) =>
  caller("select * from public.reorder_job($1, $2, $3)", [jobId, to.before ?? null, to.after ?? null]); // prettier-ignore

async function served(): Promise<string[]> {
  return (await claimNext(db.worker, await registerNode(db.worker), 1_000)).map(({ job_id }) => job_id);
}

const lastEvent = async (jobId: string) =>
  (
    await db.owner.query(
      "select from_status, to_status, cause, actor_kind, actor_id, detail from public.job_events where job_id = $1 order by id desc limit 1",
      [jobId],
    )
  ).rows[0] as unknown;

test("a job of a new priority stands where it would have stood from the beginning", async () => {
  const [first, second] = [await newJob({ priority: "low" }), await newJob({ priority: "high" })];
  const operator = asUser(db.api, people.operator);

  const { rows } = await operator("select * from public.reprioritise_job($1, 'high')", [first]);

  expect(rows).toMatchObject([{ id: first, priority: "high", status: "pending" }]);
  expect(await lastEvent(first)).toEqual({
    from_status: "pending",
    to_status: "pending",
    cause: "reprioritise",
    actor_kind: "user",
    actor_id: people.operator,
    detail: { from: "low", to: "high" },
  });
  expect(await served()).toEqual([first, second]);
});

test("a job is moved to another queue and served there", async () => {
  const [first, second] = [await newJob({ queue: "batch" }), await newJob({ queue: "default" })];

  await service()("select public.move_job_to_queue($1, 'live')", [first]);

  expect(await lastEvent(first)).toMatchObject({
    cause: "move_to_queue",
    detail: { from: "batch", to: "live" },
  });
  expect(await served()).toEqual([first, second]);
});

test("a job is moved before and after others, to both ends as well", async () => {
  const [a, b, c, d] = await newJobs(4);
  await reorder(service(), d, { before: b });
  await reorder(service(), b, { after: c });
  await reorder(service(), c, { before: a });
  const last = await newJob();
  await reorder(service(), a, { after: last });
  const newest = await newJob();

  expect(await lastEvent(a ?? "")).toMatchObject({ cause: "reorder", detail: { after: last } });
  expect(await served()).toEqual([c, d, b, last, a, newest]);
});

test("positions stay short however often the same place is taken", async () => {
  const [anchor, ...others] = await newJobs(4);
  for (let i = 0; i < 90; i += 1) await reorder(service(), others[i % 3], { after: anchor });

  const { rows } = await db.owner.query<{ digits: number }>(
    "select max(scale(position)) as digits from public.jobs",
  );
  expect(rows[0]?.digits).toBeLessThanOrEqual(20);
  expect(await served()).toEqual([anchor, others[2], others[1], others[0]]);
});

test("two who reorder at once get both what they asked for", async () => {
  const [anchor, ...others] = await newJobs(9);

  await Promise.all(others.map((jobId) => reorder(service(), jobId, { after: anchor })));

  const { rows } = await db.owner.query("select count(distinct position)::int as count from public.jobs");
  expect(rows).toEqual([{ count: 9 }]);
  expect((await served())[0]).toBe(anchor);
});

test("a job does not change place with one that runs and may come back", async () => {
  const [first, second, third] = await newJobs(3);
  await claimNext(db.worker, await registerNode(db.worker), 1);

  await reorder(service(), third, { before: second });

  const { rows } = await db.owner.query<{ id: string }>("select id from public.jobs order by position");
  expect(rows.map(({ id }) => id)).toEqual([first, third, second]);
});

test.each([
  [{ queue: "live" }, /default\/medium and the other in live\/medium/],
  [{ priority: "low" }, /default\/medium and the other in default\/low/],
])("order across classes is refused: %o", async (other, message) => {
  const [job, anchor] = [await newJob(), await newJob(other)];

  await expect(reorder(service(), job, { before: anchor })).rejects.toMatchObject({
    code: "PT409",
    message: expect.stringMatching(message) as string,
  });
});

test("a place that is not one place is refused", async () => {
  const [a, b] = await newJobs(2);
  for (const to of [{}, { before: b, after: b }, { before: a }]) {
    await expect(reorder(service(), a, to)).rejects.toMatchObject({ code: "PT400" });
  }
});

test("what does not wait is neither moved nor moved next to", async () => {
  const { jobId: running } = await jobInStatus(db, "processing", { projectId: people.projectId });
  const waiting = await newJob();

  for (const [job, anchor] of [
    [running, waiting],
    [waiting, running],
  ] as const) {
    // prettier-ignore
    await expect(reorder(service(), job, { before: anchor })).rejects.toMatchObject({ code: "PT409" });
  }
});

const CONTROLS: Record<string, (caller: Caller, jobId: string) => Promise<unknown>> = {
  reprioritise_job: (caller, jobId) => caller("select public.reprioritise_job($1, 'high')", [jobId]),
  move_job_to_queue: (caller, jobId) => caller("select public.move_job_to_queue($1, 'live')", [jobId]),
  reorder_job: async (caller, jobId) => reorder(caller, jobId, { before: await newJob() }),
  remove_job: (caller, jobId) => caller("select public.remove_job($1)", [jobId]),
};

describe.each(Object.keys(CONTROLS))("%s", (name) => {
  const control = (caller: Caller, jobId: string) => CONTROLS[name]?.(caller, jobId);
  const allowed = () =>
    name === "remove_job"
      ? jobInStatus(db, "cancelled", { projectId: people.projectId }).then(({ jobId }) => jobId)
      : newJob();

  test("is an operator's", async () => {
    await control(asUser(db.api, people.operator), await allowed());
  });

  test("is refused to viewers with 403, to strangers with 404, and to nobody at all", async () => {
    const jobId = await allowed();
    await expect(control(asUser(db.api, people.viewer), jobId)).rejects.toMatchObject({ code: "PT403" });
    await expect(control(asUser(db.api, people.stranger), jobId)).rejects.toMatchObject({ code: "PT404" });
    await expect(control(asAnon(db.api), jobId)).rejects.toMatchObject({ code: "PT401" });
  });

  test("says 404 for a job that does not exist", async () => {
    const unknown = "00000000-0000-4000-8000-00000000dead";
    await expect(control(service(), unknown)).rejects.toMatchObject({ code: "PT404" });
  });

  test("is refused for a job that has finished, or has not", async () => {
    const status = name === "remove_job" ? "queued" : "completed";
    const { jobId } = await jobInStatus(db, status, { projectId: people.projectId });
    await expect(control(service(), jobId)).rejects.toMatchObject({ code: "PT409" });
  });
});

test("a removed job is gone with its history, and its folders are noted for sweeping", async () => {
  const { jobId } = await jobInStatus(db, "completed", { projectId: people.projectId });
  await db.owner.query("delete from private.storage_sweeps");

  await service()("select public.remove_job($1)", [jobId]);

  const { rows: events } = await db.owner.query("select from public.job_events where job_id = $1", [jobId]);
  expect(events).toEqual([]);
  const take = () => db.worker.query<{ id: string }>("select * from private.take_storage_sweeps(10)");
  const { rows: sweeps } = await take();
  expect(sweeps).toMatchObject([
    { bucket: "videos", prefix: `${jobId}/` },
    { bucket: "work", prefix: `${jobId}/` },
  ]);
  expect((await take()).rows).toEqual([]);
  await db.worker.query("select private.finish_storage_sweep($1)", [sweeps[0]?.id]);
  await db.worker.query("select private.finish_storage_sweep($1, 'No answer')", [sweeps[1]?.id]);
  await db.owner.query("update private.storage_sweeps set try_at = now()");
  expect((await take()).rows).toMatchObject([{ bucket: "work" }]);
});

describe("a retry from a stage", () => {
  const retry = (jobId: string, stage: string | null) =>
    service()("select * from public.retry_job($1, $2)", [jobId, stage]);

  async function finishedJob(): Promise<string> {
    const { jobId, attemptId } = await jobInStatus(db, "processing", { projectId: people.projectId });
    for (const stage of ["script", "narrate", "render"]) {
      await db.worker.query("select private.begin_stage($1, $2)", [attemptId, stage]);
      await db.worker.query("select private.finish_stage($1, $2, $3, null)", [
        attemptId,
        stage,
        { left: stage },
      ]);
    }
    await db.worker.query("select private.settle_attempt($1, $2)", [
      attemptId,
      { kind: "failed", error: { category: "INVALID_INPUT", message: "No.", stage: "package", stack: null } },
    ]);
    return jobId;
  }

  test("keeps what the finished stages before it left", async () => {
    const jobId = await finishedJob();

    expect((await retry(jobId, "render")).rows).toMatchObject([{ status: "pending", attempt_count: 0, error: null }]); // prettier-ignore
    expect(await lastEvent(jobId)).toMatchObject({ cause: "manual_retry", detail: { from_stage: "render" } });

    const [claimed] = await claimNext(db.worker, await registerNode(db.worker));
    expect(claimed?.stages).toMatchObject([
      { name: "script", status: "completed", checkpoint: { left: "script" } },
      { name: "narrate", status: "completed", checkpoint: { left: "narrate" } },
      { name: "render", status: "pending", checkpoint: null },
      { name: "package", status: "pending", checkpoint: null },
    ]);
  });

  test("without a stage begins anew", async () => {
    const jobId = await finishedJob();
    await retry(jobId, null);

    const [claimed] = await claimNext(db.worker, await registerNode(db.worker));
    expect(claimed?.stages.map(({ status }) => status)).toEqual(["pending", "pending", "pending", "pending"]);
  });

  test("that the type does not have is refused with those that it has", async () => {
    await expect(retry(await finishedJob(), "bake")).rejects.toMatchObject({
      code: "PT400",
      message: 'Jobs of type doubt have no stage "bake"',
      hint: "Their stages are script, narrate, render, package.",
    });
  });
});

test("a job that stood in line for long rises by one priority at a time, and a retry puts it back", async () => {
  const [old, young] = [await newJob({ priority: "low" }), await newJob({ priority: "low" })];
  await db.worker.query("select private.promote_due_jobs(10)");
  await service()("select public.set_scheduling($1)", [{ ageing_seconds: 60 }]);
  const age = async () => {
    await db.owner.query("update private.settings set last_aged_at = null");
    await db.owner.query("update public.jobs set queued_at = queued_at - interval '61 seconds', aged_at = aged_at - interval '61 seconds' where id = $1", [old]); // prettier-ignore
    await db.worker.query("select private.heartbeat_node(gen_random_uuid(), 0, 0, 0)");
    const { rows } = await db.owner.query<{ priority: string }>("select priority from public.jobs where id in ($1, $2) order by position", [old, young]); // prettier-ignore
    return rows.map(({ priority }) => priority);
  };

  expect(await age()).toEqual(["medium", "low"]);
  expect(await age()).toEqual(["high", "low"]);
  expect(await age()).toEqual(["high", "low"]);
  expect(await lastEvent(old)).toMatchObject({
    cause: "age",
    actor_kind: "schedule",
    detail: { from: "medium", to: "high" },
  });
  await service()("select public.set_scheduling($1)", [{ ageing_seconds: null }]);
  await service()("select public.cancel_job($1)", [old]);
  expect((await service()("select * from public.retry_job($1)", [old])).rows).toMatchObject([
    { priority: "low", aged_from: null },
  ]);
});

test("a reorder and whoever else locks both of its jobs do not wait for each other", async () => {
  const [low, high] = (await newJobs(2)).sort();
  const other = await db.owner.connect();
  try {
    await other.query("begin");
    await other.query("select from public.jobs where id = $1 for no key update", [low]);
    const reordered = reorder(service(), high, { before: low });
    await expect
      .poll(
        async () =>
          (await db.owner.query("select from pg_locks where not granted and locktype = 'transactionid'"))
            .rowCount,
      ) // prettier-ignore
      .toBe(1);

    await other.query("select from public.jobs where id = $1 for no key update", [high]);
    await other.query("commit");

    expect((await reordered).rows).toMatchObject([{ id: high }]);
  } finally {
    other.release();
  }
});

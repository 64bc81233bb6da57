import type { Priority, Queue } from "@spool/contracts/job-states";
import {
  claimNext,
  insertJob,
  jobInStatus,
  registerNode,
  settleAttempt,
  startAttempt,
} from "@spool/testing/jobs";
import { useTestDatabase } from "@spool/testing/use-database";
import pg from "pg";
import { beforeEach, expect, test } from "vitest";

const db = useTestDatabase();
let nodeId: string;

beforeEach(async () => {
  await db.owner.query("delete from public.jobs");
  await db.owner.query("update public.queues set is_paused = false where is_paused");
  nodeId = await registerNode(db.worker);
});

test("jobs are served by queue, then priority, then first come", async () => {
  const classes: [Queue, Priority][] = [
    ["batch", "high"],
    ["default", "low"],
    ["live", "low"],
    ["default", "high"],
    ["live", "high"],
    ["default", "medium"],
  ];
  const ids = new Map<string, string>();
  for (const round of [1, 2]) {
    for (const [queue, priority] of classes) {
      ids.set(`${queue} ${priority} ${round}`, await insertJob(db.owner, { queue, priority }));
    }
  }

  const served: (string | undefined)[] = [];
  for (const max of [1, 3, 1, 7, 1]) {
    for (const claimed of await claimNext(db.worker, nodeId, max)) served.push(claimed.job_id);
  }

  const order = ["live high", "live low", "default high", "default medium", "default low", "batch high"];
  expect(served).toEqual(order.flatMap((name) => [ids.get(`${name} 1`), ids.get(`${name} 2`)]));
});

test("a job that is claimed as soon as it is due is in line in between, in its history and its row", async () => {
  const jobId = await insertJob(db.owner);

  await claimNext(db.worker, nodeId, 2);

  const { rows } = await db.owner.query(
    `select from_status, to_status, cause, actor_kind, actor_id, attempt_id is not null as has_attempt
     from public.job_events where job_id = $1 and cause <> 'insert' order by id`,
    [jobId],
  );
  expect(rows).toEqual([
    { from_status: "pending", to_status: "queued", cause: "due", actor_kind: "schedule", actor_id: null, has_attempt: false },
    { from_status: "queued", to_status: "assigned", cause: "claim", actor_kind: "worker", actor_id: expect.stringMatching(/^node-/) as string, has_attempt: true },
  ]); // prettier-ignore
  const { rows: jobs } = await db.owner.query(
    "select queued_at = assigned_at as is_at_once from public.jobs where id = $1",
    [jobId],
  );
  expect(jobs).toEqual([{ is_at_once: true }]);
});

test("a position between two others is served between them", async () => {
  const [first, second, third] = [
    await insertJob(db.owner),
    await insertJob(db.owner),
    await insertJob(db.owner),
  ];
  await db.owner.query(
    `update public.jobs set position = (select avg(position) from public.jobs where id in ($1, $2)) where id = $3`,
    [first, second, third],
  );

  const claimed = await claimNext(db.worker, nodeId, 3);

  expect(claimed.map((attempt) => attempt.job_id)).toEqual([first, third, second]);
});

test("a backlog larger than is sorted at once is still served in order", async () => {
  await db.owner.query(
    `insert into public.jobs (job_type, queue, payload)
     select 'doubt', case when n <= 300 then 'batch' else 'default' end::public.queue_name, '{"question": "Q"}'
     from generate_series(1, 600) as n`,
  );
  const live = await insertJob(db.owner, { queue: "live", priority: "low" });

  const claimed = await claimNext(db.worker, nodeId, 4);

  expect(claimed[0]?.job_id).toBe(live);
  const { rows } = await db.owner.query<{ id: string }>(
    "select id from public.jobs where queue = 'default' order by position limit 3",
  );
  expect(claimed.slice(1).map((attempt) => attempt.job_id)).toEqual(rows.map((row) => row.id));
});

test("a job is not claimed before it is due", async () => {
  await insertJob(db.owner, { runAt: new Date(Date.now() + 60_000) });

  expect(await claimNext(db.worker, nodeId)).toEqual([]);
});

test("a paused queue is passed over, also by what is due in it, until its pause ends", async () => {
  const pausedJobId = await insertJob(db.owner, { queue: "live" });
  const openJobId = await insertJob(db.owner, { queue: "batch" });
  await db.owner.query("update public.queues set is_paused = true where name = 'live'");

  const first = await claimNext(db.worker, nodeId, 1);
  const second = await claimNext(db.worker, nodeId, 1);
  await db.owner.query("update public.queues set paused_until = now() where name = 'live'");
  const third = await claimNext(db.worker, nodeId, 1);

  expect([first, second, third].map((claimed) => claimed.map((attempt) => attempt.job_id))).toEqual([
    [openJobId],
    [],
    [pausedJobId],
  ]);
});

test.each(["draining", "offline"])("a %s node gets nothing", async (status) => {
  await insertJob(db.owner);
  await db.owner.query("update public.nodes set status = $2 where id = $1", [nodeId, status]);

  expect(await claimNext(db.worker, nodeId)).toEqual([]);
});

test("an unknown node and a node without a free slot get nothing", async () => {
  await insertJob(db.owner);

  expect(await claimNext(db.worker, "00000000-0000-4000-8000-00000000dead")).toEqual([]);
  expect(await claimNext(db.worker, nodeId, 0)).toEqual([]);
});

test("a claim makes an attempt and says all that is needed to run it", async () => {
  const payload = { question: "Why?", length: 60 };
  const jobId = await insertJob(db.owner, { payload });

  const [claimed] = await claimNext(db.worker, nodeId);

  expect(claimed).toMatchObject({
    job_id: jobId,
    attempt_number: 1,
    job_type: "doubt",
    payload,
    time_limit_seconds: 600,
    stages: [
      { name: "script", title: "Script", status: "pending", checkpoint: null },
      { name: "narrate" },
      { name: "render" },
      { name: "package" },
    ],
  });
  const { rows } = await db.owner.query(
    `select j.status, j.attempt_count, a.status as attempt_status, a.node_id, a.number
     from public.jobs as j join public.job_attempts as a on a.id = j.attempt_id where j.id = $1`,
    [jobId],
  );
  expect(rows).toEqual([
    { status: "assigned", attempt_count: 1, attempt_status: "assigned", node_id: nodeId, number: 1 },
  ]);
});

test("many nodes at once never get the same job, and get all of them", async () => {
  const jobCount = 120;
  await db.owner.query(
    `insert into public.jobs (job_type, payload) select 'doubt', '{"question": "Q"}' from generate_series(1, $1)`,
    [jobCount],
  );
  const nodes = await Promise.all(Array.from({ length: 8 }, () => registerNode(db.worker)));

  const claimedBy = await Promise.all(
    nodes.map(async (node) => {
      const mine: string[] = [];
      // A node that finds everything locked by others is woken again; here it just asks until all is assigned.
      while ((await unclaimed()) > 0) {
        for (const attempt of await claimNext(db.worker, node, 2)) mine.push(attempt.job_id);
      }
      return mine;
    }),
  );

  const all = claimedBy.flat();
  expect(all).toHaveLength(jobCount);
  expect(new Set(all).size).toBe(jobCount);
});

async function unclaimed(): Promise<number> {
  const { rows } = await db.owner.query<{ count: string }>(
    "select count(*) from public.jobs where status in ('pending', 'queued')",
  );
  return Number(rows[0]?.count);
}

test("a claim that is rolled back leaves the job for others", async () => {
  const jobId = await insertJob(db.owner);
  const client = await db.worker.connect();
  try {
    await client.query("begin");
    expect(await claimNext(client, nodeId)).toMatchObject([{ job_id: jobId }]);
    expect(await claimNext(db.worker, nodeId)).toEqual([]);
    await client.query("rollback");
  } finally {
    client.release();
  }

  expect(await claimNext(db.worker, nodeId)).toMatchObject([{ job_id: jobId, attempt_number: 1 }]);
});

test("attempts are numbered without gaps, whether or not they count", async () => {
  await insertJob(db.owner);
  const numbers: unknown[] = [];
  for (const outcome of [{ kind: "handed_back" }, { kind: "lost" }, { kind: "handed_back" }] as const) {
    const [claimed] = await claimNext(db.worker, nodeId);
    numbers.push(claimed?.attempt_number);
    await settleAttempt(db.worker, claimed?.attempt_id ?? "", outcome);
  }

  expect(numbers).toEqual([1, 2, 3]);
});

test("a stage that an earlier attempt finished comes with its checkpoint", async () => {
  const { attemptId } = await jobInStatus(db, "processing");
  await db.worker.query("select private.begin_stage($1, 'script')", [attemptId]);
  await db.worker.query("select private.finish_stage($1, 'script', $2, null)", [attemptId, { words: 12 }]);
  await settleAttempt(db.worker, attemptId ?? "", { kind: "handed_back" });

  const [claimed] = await claimNext(db.worker, nodeId);

  expect(claimed?.stages.slice(0, 2)).toMatchObject([
    { name: "script", status: "completed", checkpoint: { words: 12 } },
    { name: "narrate", status: "pending", checkpoint: null },
  ]);
});

async function notifications(channel: string, act: () => Promise<unknown>): Promise<string[]> {
  const listener = new pg.Client({ connectionString: db.database.workerUrl });
  await listener.connect();
  const heard: string[] = [];
  listener.on("notification", (message) => heard.push(message.payload ?? ""));
  await listener.query(`listen ${channel}`);
  await act();
  // An answer comes after all notifications committed before it.
  await listener.query("select 1");
  await listener.end();
  return heard;
}

test("nodes are woken by an insert, by a resumed queue and by a job that comes back", async () => {
  expect(await notifications("spool_jobs", () => insertJob(db.owner))).toEqual([""]);

  const [claimed] = await claimNext(db.worker, nodeId);
  const handBack = () => settleAttempt(db.worker, claimed?.attempt_id ?? "", { kind: "handed_back" });
  expect(await notifications("spool_jobs", handBack)).toEqual([""]);

  await db.owner.query("update public.queues set is_paused = true where name = 'batch'");
  const resume = () => db.owner.query("update public.queues set is_paused = false where name = 'batch'");
  expect(await notifications("spool_jobs", resume)).toEqual([""]);
});

test("a claim that queued a due job and left it wakes the others, one that took all does not", async () => {
  await db.owner.query(
    `insert into public.jobs (job_type, payload) select 'doubt', '{"question": "Q"}' from generate_series(1, 2)`,
  );
  await db.worker.query("select private.promote_due_jobs(10)");
  await insertJob(db.owner, { queue: "batch" });

  expect(await notifications("spool_jobs", () => claimNext(db.worker, nodeId, 1))).toEqual([""]);
  expect(await notifications("spool_jobs", () => claimNext(db.worker, nodeId, 2))).toEqual([]);
});

test("a job that is not due yet wakes nobody", async () => {
  const later = new Date(Date.now() + 60_000);

  expect(await notifications("spool_jobs", () => insertJob(db.owner, { runAt: later }))).toEqual([]);
});

test("a node is told by name which attempt to stop", async () => {
  const jobId = await insertJob(db.owner);
  const [claimed] = await claimNext(db.worker, nodeId);
  await startAttempt(db.worker, claimed?.attempt_id ?? "");

  const pause = () =>
    db.owner.query("select private.move_job($1, 'paused', 'pause', 'service', null)", [jobId]);

  expect(await notifications("spool_attempts", pause)).toEqual([claimed?.attempt_id]);
});

import { asService, asUser, type Caller } from "@spool/testing/callers";
import { DEFAULT_PROJECT_ID, insertJob, jobInStatus, registerNode } from "@spool/testing/jobs";
import { addMember, createUser } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import pg from "pg";
import { beforeEach, expect, test } from "vitest";

const db = useTestDatabase();

interface Percentiles {
  wait_p50_seconds: number | null;
  wait_p95_seconds: number | null;
  run_p50_seconds: number | null;
  run_p95_seconds: number | null;
}
interface Throughput extends Percentiles {
  from: string;
  completed: number;
  failed: number;
  failed_by_category: Record<string, number>;
  buckets: (Percentiles & {
    at: string;
    completed: number;
    failed: number;
    waiting: Record<string, number> | null;
    running: number | null;
  })[];
}

async function throughput(
  caller: Caller,
  since = "now() - interval '1 hour'",
  bucketSeconds = 60,
): Promise<Throughput> {
  const { rows } = await caller<{ answer: Throughput }>(
    `select public.get_throughput(${since}, now(), ${bucketSeconds}) as answer`,
  );
  if (rows[0] === undefined) throw new Error("get_throughput gave no row");
  return rows[0].answer;
}

/** Finished jobs of the past, past the triggers: how long ago each ended, how long it waited and ran, and how it ended. */
async function finishedJobs(
  jobs: readonly { endedSecondsAgo: number; waitSeconds?: number; runSeconds: number; category?: string }[],
): Promise<void> {
  const superuser = new pg.Client({ connectionString: db.database.superuserUrl });
  await superuser.connect();
  await superuser.query("set session_replication_role = replica");
  await superuser.query(
    `insert into public.jobs
       (job_type, queue, payload, status, error_category, created_at, run_at, started_at, finished_at)
     select 'doubt', 'default', '{"question": "Q"}', (case when j.category is null then 'completed' else 'failed' end)::public.job_status,
       j.category::public.error_category, now() - interval '2 days',
       now() - make_interval(secs => j."endedSecondsAgo" + j."runSeconds" + coalesce(j."waitSeconds", 0)),
       now() - make_interval(secs => j."endedSecondsAgo" + j."runSeconds"), now() - make_interval(secs => j."endedSecondsAgo")
     from jsonb_to_recordset($1)
       as j ("endedSecondsAgo" float8, "waitSeconds" float8, "runSeconds" float8, category text)`,
    [JSON.stringify(jobs)],
  );
  await superuser.end();
}

const sumUp = async (): Promise<number> => {
  const { rows } = await db.owner.query<{ written: number }>("select private.sum_up_durations() as written");
  return rows[0]?.written ?? -1;
};

beforeEach(async () => {
  await db.owner.query("delete from public.jobs");
  await db.owner.query(
    "truncate public.job_minutes, public.job_count_deltas, public.job_counts, public.queue_depths, public.job_durations",
  );
});

test("an hour in which nothing happened has sixty buckets, zeros where something is counted and nulls where nothing was measured", async () => {
  const quiet = await throughput(asService(db.api), "date_trunc('minute', now()) - interval '59 minutes'");

  expect(quiet.buckets).toHaveLength(60);
  expect(quiet).toMatchObject({ completed: 0, failed: 0, wait_p50_seconds: null, run_p95_seconds: null, failed_by_category: {} });
  expect(quiet.buckets[0]).toMatchObject({ completed: 0, run_p50_seconds: null, waiting: null, running: null });
}); // prettier-ignore

test("what finishes is counted in its minute, and failures by their category until they are retried", async () => {
  await jobInStatus(db, "completed");
  const failed = await jobInStatus(db, "failed");

  const before = await throughput(asService(db.api));
  await asService(db.api)("select public.retry_job($1)", [failed.jobId]);
  const after = await throughput(asService(db.api));

  expect(before).toMatchObject({ completed: 1, failed: 1, failed_by_category: { INVALID_INPUT: 1 } });
  expect(before.buckets.reduce((sum, bucket) => sum + bucket.completed, 0)).toBe(1);
  expect(after).toMatchObject({ completed: 1, failed: 1, failed_by_category: {} });
});

test("percentiles are those of the jobs, to within 5 %, in each bucket and over all", async () => {
  const runs = Array.from({ length: 200 }, (_, index) => 10 + index);
  await finishedJobs(runs.map((runSeconds) => ({ endedSecondsAgo: 90, waitSeconds: runSeconds / 100, runSeconds })));

  const { buckets, ...all } = await throughput(asService(db.api));

  const within = (value: number | null, wanted: number) => expect(Math.abs((value ?? 0) / wanted - 1)).toBeLessThan(0.05);
  within(all.run_p50_seconds, 109);
  within(all.run_p95_seconds, 199);
  within(all.wait_p50_seconds, 1.09);
  const only = buckets.filter(({ run_p50_seconds }) => run_p50_seconds !== null);
  expect(only).toHaveLength(1);
  expect(only[0]).toMatchObject({ run_p50_seconds: all.run_p50_seconds, wait_p95_seconds: all.wait_p95_seconds });
}); // prettier-ignore

test("a single job's times are told exactly", async () => {
  await finishedJobs([{ endedSecondsAgo: 30, waitSeconds: 3.25, runSeconds: 41.5 }]);

  expect(await throughput(asService(db.api))).toMatchObject({
    wait_p50_seconds: 3.25,
    wait_p95_seconds: 3.25,
    run_p50_seconds: 41.5,
    run_p95_seconds: 41.5,
  });
});

test("sums of half hours that are over answer as the jobs themselves did, also when those are removed", async () => {
  await finishedJobs([
    ...Array.from({ length: 40 }, (_, index) => ({ endedSecondsAgo: 4_000 + index * 600, waitSeconds: index, runSeconds: 20 + index })),
    { endedSecondsAgo: 5, runSeconds: 7 },
  ]);
  const fromJobs = await throughput(asService(db.api), "now() - interval '1 day'", 7_200);

  expect(await sumUp()).toBeGreaterThan(0);
  expect(await sumUp()).toBeGreaterThan(0);
  expect(await sumUp()).toBe(0);

  const fromSums = await throughput(asService(db.api), "now() - interval '1 day'", 7_200);
  expect(fromSums).toEqual(fromJobs);
  await db.owner.query("delete from public.jobs where finished_at < now() - interval '1 hour'");
  expect(await throughput(asService(db.api), "now() - interval '1 day'", 7_200)).toEqual(fromJobs);
}); // prettier-ignore

test("the half hour that is not over is not summed up, and two who sum up at once write it once", async () => {
  await finishedJobs([{ endedSecondsAgo: 1, runSeconds: 7 }]);
  expect(await sumUp()).toBe(0);

  await finishedJobs([{ endedSecondsAgo: 7_200, runSeconds: 9 }]);
  const written = await Promise.all([sumUp(), sumUp(), sumUp()]);
  const { rows } = await db.owner.query("select sum(ran)::integer as ran from public.job_durations");

  expect(written.filter((rowCount) => rowCount > 0)).toHaveLength(1);
  expect(rows).toEqual([{ ran: 1 }]);
});

test("heartbeats note once a minute what waits and runs, and a bucket in between tells the average", async () => {
  const nodeId = await registerNode(db.worker);
  await insertJob(db.owner, { queue: "batch" });
  await insertJob(db.owner, { queue: "live" });
  const beat = () => db.worker.query("select private.heartbeat_node($1, 0, 0.5, 1000)", [nodeId]);

  await beat();
  await beat();

  const { rows } = await db.owner.query("select * from public.queue_depths");
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ waiting_live: 1, waiting_default: 0, waiting_batch: 1, running: 0 });
  await db.owner.query(
    `insert into public.queue_depths select minute - interval '1 minute', project_id, 3, 0, 0, 2 from public.queue_depths`,
  );
  const { buckets } = await throughput(asService(db.api), "now() - interval '2 days'", 86_400);
  expect(buckets.filter(({ waiting }) => waiting !== null).at(-1)?.waiting?.["default"]).toBe(0);
  const minutes = (await throughput(asService(db.api))).buckets
    .map(({ waiting }) => waiting)
    .filter((waiting) => waiting !== null);
  expect(minutes).toEqual([
    { live: 3, default: 0, batch: 0 },
    { live: 1, default: 0, batch: 1 },
  ]);
});

test("a member sees what happened in their projects, a stranger nothing", async () => {
  const [member, stranger] = await Promise.all([createUser(db.owner), createUser(db.owner)]);
  await addMember(db.owner, DEFAULT_PROJECT_ID, member, "viewer");
  await finishedJobs([{ endedSecondsAgo: 7_200, runSeconds: 9, category: "TIMEOUT" }]);
  await sumUp();
  const ask = (userId: string) => throughput(asUser(db.api, userId), "now() - interval '1 day'", 1_800);

  expect(await ask(member)).toMatchObject({ run_p50_seconds: 9, failed_by_category: { TIMEOUT: 1 } });
  expect(await ask(stranger)).toMatchObject({ run_p50_seconds: null, failed_by_category: {} });
});

test.each([
  ["a time that ends before it begins", "now() + interval '1 hour'", 60, "from_at must be a moment before to_at"],
  ["a time without an end", "'-infinity'", 60, "from_at must be a moment before to_at"],
  ["no time", "null", 60, "from_at must be a moment before to_at"],
  ["buckets of half a minute", "now() - interval '1 hour'", 30, "whole number of minutes"],
  ["more buckets than anybody reads", "now() - interval '1 year'", 60, "at most 500 buckets"],
])("%s is refused with a sentence", async (_title, since, bucketSeconds, sentence) => {
  await expect(throughput(asService(db.api), since, bucketSeconds)).rejects.toMatchObject({
    code: "PT400",
    message: expect.stringContaining(sentence) as string,
  });
}); // prettier-ignore

import { useTestDatabase } from "@spool/testing/use-database";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fillSampleData, removeSampleData } from "./sample-data.ts";

const db = useTestDatabase();
let superuser: pg.Client;

beforeAll(async () => {
  superuser = new pg.Client({ connectionString: db.database.superuserUrl });
  await superuser.connect();
});
afterAll(() => superuser.end());

test("a second filling replaces the first, its counters are true, nobody renders it, and it goes without a trace", async () => {
  const { rows: before } = await db.owner.query(CONTENT);

  await fillSampleData(superuser);
  const jobs = await fillSampleData(superuser);

  const { rows: filled } = await db.owner.query("select count(*)::int as count from public.jobs");
  expect(filled).toEqual([{ count: jobs }]);
  const { rows: mismatches } = await db.owner.query("select * from private.job_count_mismatches()");
  expect(mismatches).toEqual([]);
  const { rows: states } = await db.owner.query(
    "select distinct status from public.jobs where status <> 'assigned'",
  );
  expect(states).toHaveLength(7);

  const { rows: hour } = await db.owner.query<{ jobs: number }>(
    "select count(*)::int as jobs from public.jobs where finished_at between now() - interval '1 hour' and now()",
  );
  expect(hour[0]?.jobs).toBeGreaterThan(20);

  const { rows: claimed } = await db.worker.query(
    "select * from private.claim_next(private.register_node('real', '{\"slots\": 4}'), 4)",
  );
  expect(claimed).toEqual([]);

  await db.owner.query("delete from public.nodes where name = 'real'");
  await removeSampleData(superuser);
  expect((await db.owner.query(CONTENT)).rows).toEqual(before);
}, 60_000);

const CONTENT = `
  select
    (select count(*) from public.projects) as projects, (select count(*) from public.sites) as sites,
    (select count(*) from public.nodes) as nodes, (select count(*) from public.jobs) as jobs,
    (select count(*) from public.job_attempts) as attempts, (select count(*) from public.job_events) as events,
    (select count(*) from public.job_stages) as stages, (select count(*) from public.job_logs) as logs,
    (select count(*) from public.queue_depths) as depths, (select count(*) from public.job_durations) as durations,
    (select count(*) from public.job_counts) as counts, (select count(*) from public.job_minutes) as minutes,
    (select count(*) from public.queues where is_paused) as paused_queues`;

import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { createProcessGroup } from "../../scripts/platform/platform.ts";
import { startSupabase, startWorker } from "../../scripts/platform/processes.ts";
import { temporarySettings } from "../../scripts/platform/temporary-settings.ts";
import { say } from "../../scripts/platform/terminal.ts";
import { inLanes } from "./in-lanes.ts";
import { figure, percentile, type Figure } from "./report.ts";

const CONCURRENCY = 16;
const ROUNDS = 4;
const JOBS_PER_ROUND = 400;
const WARM_UP_JOBS = 100;
/** Test runs ask nothing of an orchestrator. */
const NO_ORCHESTRATOR = "http://127.0.0.1:9";
const LOOK_INTERVAL_MS = 20;

/**
 * Jobs that do nothing, through every state: insert, queue, claim, delivery, start, settle, with events, counters and
 * broadcasts, 16 at a time in one worker.
 *
 * Peer, on the same Postgres in turns with us: bare pg-boss, 16 lanes of send, fetch(1) and complete.
 */
export async function lifecycle(): Promise<Figure[]> {
  const { settings, remove } = await temporarySettings();
  const group = await createProcessGroup(settings, say);
  try {
    const supabase = await startSupabase(group.start, settings);
    await startWorker(group.start, settings, supabase, NO_ORCHESTRATOR, {
      WORKER_SLOTS: String(CONCURRENCY),
      LOG_LEVEL: "warn",
    });
    const pool = new pg.Pool({ connectionString: supabase.databaseUrl, max: CONCURRENCY });
    const boss = new PgBoss({ connectionString: supabase.databaseUrl, schema: "peer", max: CONCURRENCY });
    boss.on("error", (error) => say(String(error)));
    await boss.start();
    try {
      await jobsPerSecond(pool, WARM_UP_JOBS);
      await bossJobsPerSecond(boss, WARM_UP_JOBS);
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 1; round <= ROUNDS; round++) {
        ours.push(await jobsPerSecond(pool, JOBS_PER_ROUND));
        theirs.push(await bossJobsPerSecond(boss, JOBS_PER_ROUND));
        say(`Round ${round}: ${ours.at(-1)?.toFixed(0)} jobs/s, pg-boss ${theirs.at(-1)?.toFixed(0)}`);
      }
      return [
        figure("jobs_per_s", percentile(ours, 0.5), "jobs/s", {
          name: "bare pg-boss: send, fetch(1), complete, one by one",
          value: percentile(theirs, 0.5),
        }),
      ];
    } finally {
      await boss.stop({ graceful: false });
      await pool.end();
    }
  } finally {
    await group.stop();
    await remove();
  }
}

/** Inserts in as many lanes as the peer has, and waits until the last job is completed. */
async function jobsPerSecond(pool: pg.Pool, count: number): Promise<number> {
  const completedBefore = await countCompleted(pool);
  const startedAt = performance.now();
  await inLanes(CONCURRENCY, count, async () => {
    await pool.query("insert into public.jobs (job_type, payload) values ('test_run', '{}')");
  });
  while ((await countCompleted(pool)) < completedBefore + count) await delay(LOOK_INTERVAL_MS);
  return count / ((performance.now() - startedAt) / 1_000);
}

/** From the counters, which cost the same however many jobs there are. */
async function countCompleted(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ completed: number; failed: number }>(
    `select coalesce(sum(count) filter (where status = 'completed'), 0)::int as completed,
            coalesce(sum(count) filter (where status = 'failed'), 0)::int as failed
     from (
       select status, count from public.job_counts
       union all
       select status, change from public.job_count_deltas
     ) as counted`,
  );
  const [{ completed, failed } = { completed: 0, failed: 0 }] = rows;
  if (failed > 0) throw new Error(`${failed} jobs failed: the figure would mean nothing`);
  return completed;
}

async function bossJobsPerSecond(boss: PgBoss, count: number): Promise<number> {
  const queue = randomUUID();
  await boss.createQueue(queue);
  const startedAt = performance.now();
  await inLanes(CONCURRENCY, count, async () => {
    await boss.send(queue, {});
    const [job] = await boss.fetch(queue);
    if (job) await boss.complete(queue, job.id);
  });
  return count / ((performance.now() - startedAt) / 1_000);
}

import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { createServiceClient } from "@spool/db/service-client";
import { isFinished } from "@spool/contracts/job-states";
import { PgBoss } from "pg-boss";
import { createProcessGroup } from "../../scripts/platform/platform.ts";
import { startSupabase, startWorker, type SupabaseReady } from "../../scripts/platform/processes.ts";
import { say } from "../../scripts/platform/terminal.ts";
import { submitJob } from "../../scripts/platform/watch-job.ts";
import { startInstantOrchestrator, type InstantOrchestrator } from "./instant-orchestrator.ts";
import { figure, percentile, type Figure } from "./report.ts";
import { temporarySettings } from "../../scripts/platform/temporary-settings.ts";

const IDLE_JOBS = 200;
const LOADED_JOBS = 500;
const LOADED_JOBS_PER_SECOND = 50;
/** The peer waits up to 2 s for each: fewer samples, still enough for a median. */
const POLLING_PEER_JOBS = 30;
const DEFAULT_POLLING_MS = 2_000;
const WARM_UP_JOBS = 20;

/**
 * Insert over REST → handler running, one job at a time and at 50 jobs/s.
 *
 * Peers, on the same Postgres in the same run: pg-boss at its default polling, and pg-boss with LISTEN,
 * from before `send` to inside the handler.
 */
export async function latency(): Promise<Figure[]> {
  const { settings, remove } = await temporarySettings();
  const group = await createProcessGroup(settings, say);
  const orchestrator = await startInstantOrchestrator();
  try {
    const supabase = await startSupabase(group.start, settings);
    await startWorker(group.start, settings, supabase, orchestrator.url, {
      WORKER_SLOTS: "16",
      LOG_LEVEL: "warn",
    });

    say("Warming up");
    await oneByOne(supabase, orchestrator, WARM_UP_JOBS);
    say(`${IDLE_JOBS} jobs, one at a time`);
    const idle = await oneByOne(supabase, orchestrator, IDLE_JOBS);
    say(`${LOADED_JOBS} jobs at ${LOADED_JOBS_PER_SECOND}/s`);
    const loaded = await atRate(supabase, orchestrator);
    say("pg-boss with LISTEN");
    const listening = await pgBossOneByOne(supabase.databaseUrl, IDLE_JOBS, true);
    say("pg-boss at its default polling");
    const polling = await pgBossOneByOne(supabase.databaseUrl, POLLING_PEER_JOBS, false);

    const against = (ours: readonly number[], name: string): Figure[] =>
      (
        [
          ["p50", 0.5],
          ["p99", 0.99],
        ] as const
      ).flatMap(([label, share]) => [
        figure(`${name}_${label}_ms`, percentile(ours, share), "ms", {
          name: "pg-boss, default polling",
          value: percentile(polling, share),
        }),
        figure(`${name}_${label}_ms_beside_listen`, percentile(ours, share), "ms", {
          name: "pg-boss with LISTEN",
          value: percentile(listening, share),
        }),
      ]);
    return [...against(idle, "insert_to_start"), ...against(loaded, "insert_to_start_loaded")].map(
      renameLoaded,
    );
  } finally {
    await group.stop();
    await orchestrator.close();
    await remove();
  }
}

/** The design names them `insert_to_start_p50_ms_loaded`. */
function renameLoaded(one: Figure): Figure {
  const match = /^insert_to_start_loaded_(p\d+_ms)(.*)$/.exec(one.name);
  return match ? { ...one, name: `insert_to_start_${match[1] ?? ""}_loaded${match[2] ?? ""}` } : one;
}

async function oneByOne(
  supabase: SupabaseReady,
  orchestrator: InstantOrchestrator,
  count: number,
): Promise<number[]> {
  const samples: number[] = [];
  for (let index = 0; index < count; index++) {
    const { jobId, elapsedMs } = await insertAndWait(supabase, orchestrator);
    samples.push(elapsedMs);
    await untilFinished(supabase, jobId);
    // Out of step with any timer of the worker.
    await delay(Math.random() * 30);
  }
  return samples;
}

async function atRate(supabase: SupabaseReady, orchestrator: InstantOrchestrator): Promise<number[]> {
  const startedAt = performance.now();
  const pending: Promise<{ elapsedMs: number }>[] = [];
  for (let index = 0; index < LOADED_JOBS; index++) {
    const dueAt = startedAt + (index * 1_000) / LOADED_JOBS_PER_SECOND;
    await delay(Math.max(0, dueAt - performance.now()));
    pending.push(insertAndWait(supabase, orchestrator));
  }
  return (await Promise.all(pending)).map(({ elapsedMs }) => elapsedMs);
}

async function insertAndWait(
  supabase: SupabaseReady,
  orchestrator: InstantOrchestrator,
): Promise<{ jobId: string; elapsedMs: number }> {
  const insertedAt = performance.now();
  const job = await submitJob(supabase, {
    job_type: "doubt",
    payload: { question: "How long until this starts?" },
  });
  return { jobId: job.id, elapsedMs: (await orchestrator.startOf(job.id)) - insertedAt };
}

async function untilFinished({ apiUrl, secretKey }: SupabaseReady, jobId: string): Promise<void> {
  const client = createServiceClient(apiUrl, secretKey);
  for (;;) {
    const { data } = await client.from("jobs").select("status").eq("id", jobId).single().throwOnError();
    if (data.status === "failed") throw new Error(`Job ${jobId} failed: the figures would mean nothing`);
    if (isFinished(data.status)) return;
    await delay(5);
  }
}

/** As role postgres in a schema of its own, so that the peer shares the server and nothing else. */
async function pgBossOneByOne(databaseUrl: string, count: number, useListen: boolean): Promise<number[]> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema: `peer_${useListen ? "listen" : "polling"}`,
    useListenNotify: useListen,
  });
  boss.on("error", (error) => say(String(error)));
  await boss.start();
  try {
    const queue = randomUUID();
    await boss.createQueue(queue, { notify: useListen });
    let onStart: (at: number) => void = () => undefined;
    await boss.work(queue, () => {
      onStart(performance.now());
      return Promise.resolve();
    });
    const samples: number[] = [];
    for (let index = 0; index < count; index++) {
      const started = new Promise<number>((resolve) => (onStart = resolve));
      const sentAt = performance.now();
      await boss.send(queue, { index });
      samples.push((await started) - sentAt);
      // Jobs come at any point of the peer's polling interval, not right after a poll.
      await delay(Math.random() * (useListen ? 30 : DEFAULT_POLLING_MS));
    }
    return samples;
  } finally {
    await boss.stop({ graceful: false });
  }
}

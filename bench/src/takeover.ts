import { randomUUID } from "node:crypto";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startFakeOrchestrator, succeed, type FakeOrchestrator } from "@spool/testing/fake-orchestrator";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { startWorkerNode } from "../../scripts/chaos/worker-node.ts";
import { startChild, type ManagedChild } from "../../scripts/platform/child-process.ts";
import { createProcessGroup } from "../../scripts/platform/platform.ts";
import { startSupabase, type SupabaseReady } from "../../scripts/platform/processes.ts";
import { temporarySettings } from "../../scripts/platform/temporary-settings.ts";
import { say } from "../../scripts/platform/terminal.ts";
import { submitJob } from "../../scripts/platform/watch-job.ts";
import { figure, type Figure } from "./report.ts";

const NODES = 10;
/** Several processes come up at once, but not so many that none of them gets the processor. */
const STARTED_TOGETHER = 5;
/** So that the blows fall at every point of the heartbeat. */
const BETWEEN_BLOWS_MS = 700;
/** Who has just come does not judge the silence of others yet: after an outage everybody has just come. */
const UNTIL_SURVIVORS_JUDGE_MS = 12_000;
/** The thawed find the answer to their request, and try to write it. */
const AFTER_THAW_MS = 5_000;
const WAIT_LIMIT_MS = 60_000;

const PEER_SCHEMA = "peer_takeover";
const PEER_QUEUE = "takeover";
const PEER_NAME = "bare pg-boss, heartbeat 10 s, monitor 1 s";

type Blow = "SIGKILL" | "SIGSTOP";

/** What is put under the same blows: ours, and the peer. */
interface Contestant {
  title: string;
  /** A process that runs up to `slots` jobs at once. */
  startNode(name: string, slots: number, orchestratorUrl: string): Promise<ManagedChild<unknown>>;
  /** Returns the job's id. */
  submit(): Promise<string>;
  /** How often each job took effect. */
  effects(): Promise<Map<string, number>>;
}

interface Wave {
  /** From the blow to the moment at which the job is asked for again by another process, for each job. */
  takenOverSeconds: number[];
  lost: number;
  doubleEffects: number;
}

/**
 * Ten workers are killed and ten are frozen while each runs a job; the frozen ones are thawed again when their jobs
 * are done elsewhere, with a finished video waiting for each of them.
 */
export async function takeover(): Promise<Figure[]> {
  const { settings, remove } = await temporarySettings();
  const group = await createProcessGroup(settings, say);
  const orchestrator = await startFakeOrchestrator();
  const logDir = path.join(settings.dataDir, "logs");
  try {
    const supabase = await startSupabase(group.start, settings);
    const pool = new pg.Pool({ connectionString: supabase.databaseUrl, max: 2 });
    pool.on("error", (error) => say(String(error)));
    try {
      const ours = spoolContestant(supabase, pool, logDir);
      const killed = await strike(ours, "SIGKILL", orchestrator);
      const frozen = await strike(ours, "SIGSTOP", orchestrator);
      const boss = await startPeer(supabase.databaseUrl);
      const peer = peerContestant(supabase, boss, pool, logDir);
      const peerKilled = await strike(peer, "SIGKILL", orchestrator);
      const peerFrozen = await strike(peer, "SIGSTOP", orchestrator);
      await boss.stop({ graceful: false });
      const against = (value: number) => ({ name: PEER_NAME, value });
      return [
        figure("sigkill_max_s", longest(killed), "s", against(longest(peerKilled))),
        figure("sigstop_max_s", longest(frozen), "s", against(longest(peerFrozen))),
        figure("lost", killed.lost + frozen.lost, "jobs", against(peerKilled.lost + peerFrozen.lost)),
        figure(
          "double_effects",
          killed.doubleEffects + frozen.doubleEffects,
          "jobs",
          against(peerKilled.doubleEffects + peerFrozen.doubleEffects),
        ),
      ];
    } finally {
      await pool.end();
    }
  } finally {
    await group.stop();
    await orchestrator.close();
    await remove();
  }
}

const longest = ({ takenOverSeconds }: Wave): number => Math.max(...takenOverSeconds);

/** One wave: nodes, a job for each, the blow, and the count of what became of the jobs. */
async function strike(contestant: Contestant, blow: Blow, orchestrator: FakeOrchestrator): Promise<Wave> {
  say(`${blow} for ${NODES} nodes of ${contestant.title}`);
  const round = randomUUID().slice(0, 4);
  const nodes: ManagedChild<unknown>[] = [];
  const start = async (name: string, slots: number) => {
    const node = await contestant.startNode(`${name}-${round}`, slots, `${orchestrator.url}/${name}`);
    nodes.push(node);
    return node;
  };
  const asked = listen(orchestrator);
  try {
    const victims = new Map<string, ManagedChild<unknown>>();
    while (victims.size < NODES) {
      const names = Array.from(
        { length: STARTED_TOGETHER },
        (_unused, index) => `victim-${victims.size + index}`,
      );
      await Promise.all(names.map(async (name) => victims.set(`/${name}`, await start(name, 1))));
    }
    const jobIds: string[] = [];
    while (jobIds.length < NODES) jobIds.push(await contestant.submit());
    await until("every victim runs a job", () => asked.size === NODES);
    await Promise.all([start("survivor-1", NODES), start("survivor-2", NODES)]);
    await delay(UNTIL_SURVIVORS_JUDGE_MS);

    const struckAtMs = new Map<string, number>();
    for (const [jobId, [first]] of asked) {
      const victim = first && victims.get(first.by);
      if (!victim) throw new Error(`Job ${jobId} is not with a victim`);
      struckAtMs.set(jobId, performance.now());
      victim.kill(blow);
      await delay(BETWEEN_BLOWS_MS);
    }
    const isDoneElsewhere = async () => {
      const effects = await contestant.effects();
      return jobIds.every((jobId) => effects.has(jobId));
    };
    await until("every job is done elsewhere", isDoneElsewhere).catch((error: unknown) => say(String(error)));
    if (blow === "SIGSTOP") {
      for (const [first] of asked.values()) first?.answer();
      for (const victim of victims.values()) victim.kill("SIGCONT");
      await delay(AFTER_THAW_MS);
    }

    const effects = await contestant.effects();
    return {
      takenOverSeconds: [...asked].map(
        ([jobId, [, second]]) => ((second?.atMs ?? Infinity) - (struckAtMs.get(jobId) ?? 0)) / 1_000,
      ),
      lost: jobIds.filter((jobId) => !effects.has(jobId)).length,
      doubleEffects: jobIds.filter((jobId) => (effects.get(jobId) ?? 0) > 1).length,
    };
  } finally {
    for (const node of nodes) {
      node.kill("SIGKILL");
      await node.exited;
    }
  }
}

interface Asked {
  by: string;
  atMs: number;
  answer(): void;
}

/** Who asked for each job's render, and when. The first waits for its answer; whoever asks next has it at once. */
function listen(orchestrator: FakeOrchestrator): Map<string, Asked[]> {
  const asked = new Map<string, Asked[]>();
  orchestrator.answer = (response, render) => {
    const earlier = asked.get(render.request.job_id) ?? [];
    const answer = () => succeed(response, render);
    asked.set(render.request.job_id, [...earlier, { by: render.base, atMs: performance.now(), answer }]);
    if (earlier.length > 0) answer();
  };
  return asked;
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + WAIT_LIMIT_MS;
  while (!(await isSo())) {
    if (performance.now() > deadlineMs)
      throw new Error(`After ${WAIT_LIMIT_MS / 1_000} s it is not so that ${what}`);
    await delay(50);
  }
}

function spoolContestant(supabase: SupabaseReady, pool: pg.Pool, logDir: string): Contestant {
  return {
    title: "Spool",
    startNode: (name, slots, orchestratorUrl) =>
      startWorkerNode(name, { slots, databaseUrl: supabase.workerDatabaseUrl, orchestratorUrl, logDir }),
    async submit() {
      const job = await submitJob(supabase, {
        job_type: "doubt",
        payload: { question: "Who does this now?" },
      });
      return job.id;
    },
    // A job takes effect when it is completed, and once more with every file that another attempt got into its list.
    effects: () =>
      countsByJob(
        pool,
        `select job_id, count(*)::int from public.job_events where cause = 'complete' group by job_id
         union all
         select f.job_id, count(*)::int from public.job_files as f join public.jobs as j on j.id = f.job_id
         where f.attempt_id <> j.attempt_id group by f.job_id`,
      ),
  };
}

async function startPeer(databaseUrl: string): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema: PEER_SCHEMA,
    supervise: false,
    schedule: false,
  });
  boss.on("error", (error) => say(String(error)));
  await boss.start();
  await boss.createQueue(PEER_QUEUE, { heartbeatSeconds: 10, retryLimit: 5 });
  await boss.getDb().executeSql(`create table ${PEER_SCHEMA}.effects (job_id uuid not null)`);
  return boss;
}

function peerContestant(supabase: SupabaseReady, boss: PgBoss, pool: pg.Pool, logDir: string): Contestant {
  return {
    title: PEER_NAME,
    startNode: (name, slots, orchestratorUrl) =>
      startChild({
        name,
        entry: "bench/src/takeover-peer.ts",
        args: [supabase.databaseUrl, orchestratorUrl, PEER_QUEUE, String(slots)],
        env: {},
        logDir,
        readyTimeoutSeconds: 60,
        stopTimeoutSeconds: 5,
      }),
    async submit() {
      const jobId = randomUUID();
      await boss.send(PEER_QUEUE, { job_id: jobId });
      return jobId;
    },
    effects: () =>
      countsByJob(pool, `select job_id, count(*)::int from ${PEER_SCHEMA}.effects group by job_id`),
  };
}

async function countsByJob(pool: pg.Pool, text: string): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ job_id: string; count: number }>(text);
  const counts = new Map<string, number>();
  for (const { job_id, count } of rows) counts.set(job_id, (counts.get(job_id) ?? 0) + count);
  return counts;
}

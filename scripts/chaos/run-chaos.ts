import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { removeDataFolder } from "@spool/local-supabase/postgres/data-folder";
import { startDatabase, type DatabaseUnderFire } from "./database.ts";
import { FAULTS, type Victims } from "./faults.ts";
import { startFleet } from "./fleet.ts";
import { post, startLoad, type Load } from "./load.ts";
import { startMoodyOrchestrator } from "./moody-orchestrator.ts";
import { proveNothingLost, proveRules, violation, type Violation } from "./proofs.ts";
import { seededRandom } from "./random.ts";

const NODES = 4;
const BETWEEN_FAULTS_MS = [700, 3_500] as const;
/** Above the time that a lost attempt takes to be noticed, three times in a row, after a restart of the database. */
const QUIET_LIMIT_MS = 120_000;

export interface ChaosReport {
  seed: number;
  minutes: number;
  /** How often each fault was done. */
  faults: Record<string, number>;
  /** What this machine does not let us do. */
  left_out: string[];
  jobs: { accepted: number; completed: number; failed: number; cancelled: number };
  attempts: Record<string, number>;
  controls: Load["controls"];
  unanswered_calls: number;
  /** From the last fault to the end of the last job. */
  quiet_after_seconds: number;
  violations: number;
  violated: Violation[];
}

/**
 * Real processes under load and under fire for so many minutes, then quiet, then proof.
 *
 * The seed repeats the choices, not the moments: those belong to the machine.
 */
export async function runChaos(
  options: { minutes: number; seed: number },
  say: (line: string) => void,
): Promise<ChaosReport> {
  const { minutes, seed } = options;
  const random = seededRandom(seed);
  const dataDir = await mkdtemp(path.join(tmpdir(), "spool-chaos-"));
  await chmod(dataDir, 0o755); // the database's user must reach the small disk in it
  const closers: (() => Promise<unknown>)[] = [() => removeDataFolder(dataDir)];
  try {
    say(`Seed ${seed}: ${minutes} minutes of chaos. Starting the database`);
    const database = await startDatabase(dataDir);
    closers.push(() => database.stop());
    await database.sql("update private.settings set retry_base_seconds = 0.2, retry_max_seconds = 3");
    const orchestrator = await startMoodyOrchestrator(random);
    closers.push(() => orchestrator.close());
    const fleet = await startFleet(NODES, {
      databaseUrl: database.workerDatabaseUrl,
      orchestratorUrl: orchestrator.url,
      logDir: path.join(dataDir, "logs"),
      random,
    });
    closers.push(() => fleet.stop());

    const load = startLoad(database, random);
    const faults = await doHarm({ database, fleet, orchestrator, random }, minutes, say);
    say("No more faults, no more jobs: waiting for quiet");
    const calmAtMs = performance.now();
    orchestrator.calmDown();
    await load.stop();
    await undoControls(database);
    await untilQuiet(database);
    const quietAfterSeconds = (performance.now() - calmAtMs) / 1_000;

    const violated = [
      ...(await proveRules(database)),
      ...(await proveNothingLost(database, load.acceptedIds, orchestrator.finishedAttempts)),
      ...(fleet.ownDeaths.length > 0 ? [violation("a worker ended by itself", fleet.ownDeaths)] : []),
      ...(load.unknownControls.length > 0
        ? [violation("a control does not exist", load.unknownControls)]
        : []),
    ];
    return {
      seed,
      minutes,
      faults,
      left_out: database.fillDisk === null ? ["full_disk: mounting a small one takes root"] : [],
      jobs: { accepted: load.acceptedIds.length, ...(await countJobs(database)) },
      attempts: await countAttempts(database),
      controls: load.controls,
      unanswered_calls: load.unanswered,
      quiet_after_seconds: Math.round(quietAfterSeconds * 10) / 10,
      violations: violated.reduce((sum, { count }) => sum + count, 0),
      violated,
    };
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** Every fault in turn, then any, until the time is over and what was harmed is healed. Returns how often each was done. */
async function doHarm(
  victims: Victims,
  minutes: number,
  say: (line: string) => void,
): Promise<Record<string, number>> {
  const { random } = victims;
  const names = Object.keys(FAULTS);
  const inTurn = random.shuffle(names);
  const counts = Object.fromEntries(names.map((name) => [name, 0]));
  const underWay = new Set<Promise<void>>();
  const endMs = performance.now() + minutes * 60_000;
  const failures: unknown[] = [];

  while (performance.now() < endMs) {
    await delay(random.between(...BETWEEN_FAULTS_MS));
    const name = inTurn.shift() ?? random.pickAny(names) ?? "";
    const fault = FAULTS[name];
    if (!fault) continue;
    say(name);
    const harm = fault(victims)
      .then((isDone) => {
        if (isDone) counts[name] = (counts[name] ?? 0) + 1;
      })
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underWay.delete(harm));
    underWay.add(harm);
    // Any others may overlap, but two restarts of the database at once are one.
    if (name === "postgres_restart") await harm;
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw new AggregateError(failures, "What was harmed could not be healed");
  return counts;
}

/** Operators go home: queues run, and what was paused goes on. */
async function undoControls(database: DatabaseUnderFire): Promise<void> {
  for (const { name } of await database.sql("select name from public.queues where is_paused")) {
    await post(database, "rpc/resume_queue", { name });
  }
  for (const { id } of await database.sql("select id from public.jobs where status = 'paused'")) {
    await post(database, "rpc/resume_job", { job_id: id });
  }
}

/** Resolves when nothing is left to do, or when it takes too long: the proof then says what is left. */
async function untilQuiet({ sql }: DatabaseUnderFire): Promise<void> {
  const endMs = performance.now() + QUIET_LIMIT_MS;
  const left = async () => {
    const [row] = await sql(
      `select exists (select from public.jobs where status not in ('completed', 'failed', 'cancelled'))
         or exists (select from pgboss.job where state in ('created', 'retry', 'active')) as is_left`,
    );
    return row?.["is_left"] === true;
  };
  while ((await left()) && performance.now() < endMs) await delay(250);
}

async function countJobs({ sql }: DatabaseUnderFire): Promise<Omit<ChaosReport["jobs"], "accepted">> {
  const rows = await sql("select status, count(*)::int as count from public.jobs group by status");
  const of = (status: string) => Number(rows.find((row) => row["status"] === status)?.["count"] ?? 0);
  return { completed: of("completed"), failed: of("failed"), cancelled: of("cancelled") };
}

async function countAttempts({ sql }: DatabaseUnderFire): Promise<Record<string, number>> {
  const rows = await sql(
    "select status, count(*)::int as count from public.job_attempts group by status order by status",
  );
  return Object.fromEntries(rows.map(({ status, count }) => [String(status), Number(count)]));
}

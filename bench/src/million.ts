import { randomUUID } from "node:crypto";
import { JOB_STATUSES } from "@spool/contracts/job-states";
import { createProcessGroup } from "../../scripts/platform/platform.ts";
import { startSupabase } from "../../scripts/platform/processes.ts";
import { temporarySettings } from "../../scripts/platform/temporary-settings.ts";
import { say } from "../../scripts/platform/terminal.ts";
import { inLanes } from "./in-lanes.ts";
import { consoleLists, textSearch } from "./million/console-lists.ts";
import { fillUpTo, openWorld, type World } from "./million/world.ts";
import { figure, percentile, type Figure } from "./report.ts";

const SIZES = [
  ["10k", 10_000],
  ["100k", 100_000],
  ["1m", 1_000_000],
] as const;
const WARM_UPS = 4;
const LIST_SAMPLES = 24;
const TEXT_SAMPLES = 12;
const CALL_SAMPLES = 40;
const CLAIMS = 100;
const INSERTS = 400;
const INSERT_LANES = 8;

/**
 * What people and nodes ask for, with ten thousand, a hundred thousand and a million jobs in one database that grows:
 * over REST as a signed-in member of half the projects, claims as a worker.
 *
 * Peer: its own figure at ten thousand.
 */
export async function million(): Promise<Figure[]> {
  const { settings, remove } = await temporarySettings();
  const group = await createProcessGroup(settings, say);
  try {
    const supabase = await startSupabase(group.start, settings);
    const world = await openWorld(supabase, settings.dataDir);
    try {
      const figures: Figure[] = [];
      let small: Measured | undefined;
      for (const [suffix, jobCount] of SIZES) {
        say(`Filling up to ${jobCount} jobs`);
        await fillUpTo(world, jobCount);
        const measured = await measure(world);
        small ??= measured;
        figures.push(...compare(suffix, measured, small));
      }
      return figures;
    } finally {
      await world.close();
    }
  } finally {
    await group.stop();
    await remove();
  }
}

type Measured = Record<keyof typeof UNITS, number>;

const UNITS = {
  claim_p95_ms: "ms",
  stats_p95_ms: "ms",
  list_p95_ms: "ms",
  text_p95_ms: "ms",
  insert_per_s: "1/s",
  explain_wait_p95_ms: "ms",
  preview_p95_ms: "ms",
} as const;

const compare = (suffix: string, measured: Measured, small: Measured): Figure[] =>
  Object.entries(UNITS).map(([name, unit]) => {
    const key = name as keyof Measured; // Object.entries widens to string
    const peer = measured === small ? undefined : { name: "with 10,000 jobs", value: small[key] };
    return figure(`${name}_${suffix}`, measured[key], unit, peer);
  });

async function measure(world: World): Promise<Measured> {
  const { client, projectId } = world;
  const stats = await p95("stats", CALL_SAMPLES, () => client.rpc("get_queue_stats").throwOnError());

  const lists: number[] = [];
  for (const [name, query] of Object.entries(consoleLists(world))) {
    lists.push(await p95(`list: ${name}`, LIST_SAMPLES, query));
  }

  const texts: number[] = [];
  const horizon = (await client.rpc("get_search_horizon").throwOnError()).data;
  await p95("get_search_horizon", TEXT_SAMPLES, () => client.rpc("get_search_horizon").throwOnError());
  for (const [name, words] of Object.entries(SEARCHES)) {
    texts.push(await p95(`text: ${name}`, TEXT_SAMPLES, textSearch(world, horizon, words)));
  }

  const waiting = await client
    .from("jobs")
    .select("id")
    .eq("status", "queued")
    .order("created_at", { ascending: false })
    .limit(CALL_SAMPLES)
    .throwOnError();
  const explain = await p95("explain_wait", CALL_SAMPLES, (index) =>
    client
      .rpc("explain_wait", { job_id: waiting.data[index % waiting.data.length]?.id ?? randomUUID() })
      .throwOnError(),
  );
  const preview = await p95("preview_bulk_action", TEXT_SAMPLES, (index) =>
    client
      .rpc("preview_bulk_action", {
        project_id: projectId,
        action: "cancel",
        filter: { status: [JOB_STATUSES[index % JOB_STATUSES.length] ?? "queued"] },
      })
      .throwOnError(),
  );

  return {
    stats_p95_ms: stats,
    list_p95_ms: Math.max(...lists),
    text_p95_ms: Math.max(...texts),
    explain_wait_p95_ms: explain,
    preview_p95_ms: preview,
    claim_p95_ms: await claims(world),
    insert_per_s: await insertsPerSecond(world),
  };
}

const SEARCHES: Record<string, (index: number) => string> = {
  "in most titles": () => "change with",
  "a word": (index) => ["pendulum", "voltage", "Enzyme", "triangle"][index % 4] ?? "",
  "in one title or none": (index) => `exercise ${73_000 + index}`,
  "in none": (index) => `quasar ${index}`,
};

/** Jobs one by one, each started and completed before the next is claimed, so that the node stays as free as it was. */
async function claims({ worker, nodeIds }: World): Promise<number> {
  const [nodeId] = nodeIds;
  const samples: number[] = [];
  for (let index = -WARM_UPS; index < CLAIMS; index++) {
    const startedAt = performance.now();
    const { rows } = await worker.query<{ attempt_id: string }>({
      name: "claim",
      text: "select attempt_id from private.claim_next($1, 1)",
      values: [nodeId],
    });
    const elapsedMs = performance.now() - startedAt;
    const [claimed] = rows;
    if (!claimed) throw new Error("Nothing was claimed: the figure would mean nothing");
    if (index >= 0) samples.push(elapsedMs);
    await worker.query("select private.start_attempt($1)", [claimed.attempt_id]);
    await worker.query("select private.settle_attempt($1, $2)", [
      claimed.attempt_id,
      JSON.stringify({ kind: "completed", result: { files: [], notices: [], duration_seconds: 60 } }),
    ]);
  }
  return report("claim", samples);
}

async function insertsPerSecond({ client, projectId }: World): Promise<number> {
  const insert = async (index: number): Promise<void> => {
    await client
      .from("jobs")
      .insert({
        project_id: projectId,
        job_type: "doubt",
        payload: { question: `What is the mass of star ${index}?` },
      })
      .throwOnError();
  };
  await inLanes(INSERT_LANES, INSERT_LANES * WARM_UPS, insert);
  const startedAt = performance.now();
  await inLanes(INSERT_LANES, INSERTS, insert);
  const rate = INSERTS / ((performance.now() - startedAt) / 1_000);
  say(`insert: ${rate.toFixed(0)}/s`);
  return rate;
}

async function p95(
  name: string,
  count: number,
  work: (index: number) => PromiseLike<unknown>,
): Promise<number> {
  const samples: number[] = [];
  for (let index = -WARM_UPS; index < count; index++) {
    const startedAt = performance.now();
    await work(Math.max(0, index));
    if (index >= 0) samples.push(performance.now() - startedAt);
  }
  return report(name, samples);
}

function report(name: string, samples: readonly number[]): number {
  const value = percentile(samples, 0.95);
  say(
    `${name}: p95 ${value.toFixed(1)} ms, p50 ${percentile(samples, 0.5).toFixed(1)}, max ${Math.max(...samples).toFixed(1)}`,
  );
  return value;
}

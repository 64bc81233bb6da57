import { createPrivateKey, randomUUID, sign } from "node:crypto";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { loadKeys, type StackKeys } from "@spool/local-supabase/keys";
import pg from "pg";
import { createProcessGroup } from "../../scripts/platform/platform.ts";
import { startSupabase } from "../../scripts/platform/processes.ts";
import { temporarySettings } from "../../scripts/platform/temporary-settings.ts";
import { say } from "../../scripts/platform/terminal.ts";
import { residentMb } from "./process-memory.ts";
import { nowMs, startListeners, type Listeners, type ListenersTarget } from "./realtime-load/load.ts";
import { figure, percentile, type Figure } from "./report.ts";

const SUBSCRIBERS = 200;
const MESSAGES_PER_SECOND = 50;
const WARM_UP_MESSAGES = 500;
const MESSAGES = WARM_UP_MESSAGES + 1_500;
const CHANGE_SUBSCRIBERS = 20;
const CHANGES_PER_SECOND = 20;
const CHANGES = 600;
const LAST_ARRIVAL_LIMIT_MS = 10_000;

const TOPIC = "bench:everybody";
const TABLE = "bench_changes";

/**
 * Commit → client: 200 subscribers of a private topic that `realtime.send` feeds 50 times a second for 30 s, then 20
 * subscribers of `postgres_changes` on a table with RLS, 20 changes a second for 30 s.
 *
 * The subscribers are a process of their own. Time runs from just before COMMIT is sent.
 */
export async function realtime(): Promise<Figure[]> {
  const { settings, remove } = await temporarySettings();
  const group = await createProcessGroup(settings, say);
  try {
    const supabase = await startSupabase(group.start, settings);
    const [gatewayProcess] = group.processes();
    if (!gatewayProcess) throw new Error("The gateway's process is not there");
    const keys = await loadKeys(path.join(settings.dataDir, "supabase", "keys.json"));
    const database = new pg.Client({ connectionString: supabase.databaseUrl });
    await database.connect();
    try {
      await prepare(database);
      const target = { apiUrl: supabase.apiUrl, publishableKey: supabase.publishableKey };
      const broadcasts = await run(
        { ...target, kind: "broadcast", name: TOPIC, messages: MESSAGES, supabaseJsCount: 5, accessTokens: tokens(keys, SUBSCRIBERS) }, // prettier-ignore
        (n) => database.query("select realtime.send($1, 'changed', $2, true)", [{ n, text: TEXT }, TOPIC]),
        { database, perSecond: MESSAGES_PER_SECOND, warmUp: WARM_UP_MESSAGES, pid: gatewayProcess.pid },
      );
      const changes = await run(
        { ...target, kind: "changes", name: TABLE, messages: CHANGES, supabaseJsCount: 2, accessTokens: tokens(keys, CHANGE_SUBSCRIBERS) }, // prettier-ignore
        (n) => database.query(`insert into public.${TABLE} (n, body) values ($1, $2)`, [n, TEXT]),
        { database, perSecond: CHANGES_PER_SECOND, warmUp: 0, pid: gatewayProcess.pid },
      );
      return [
        figure("delivered_ratio", broadcasts.deliveredRatio, ""),
        figure("commit_to_client_p50_ms", percentile(broadcasts.latenciesMs, 0.5), "ms"),
        figure("commit_to_client_p95_ms", percentile(broadcasts.latenciesMs, 0.95), "ms"),
        figure("memory_growth_mb", broadcasts.memoryGrowthMb, "MB"),
        figure("changes_delivered_ratio", changes.deliveredRatio, ""),
        figure("changes_commit_to_client_p50_ms", percentile(changes.latenciesMs, 0.5), "ms"),
        figure("changes_commit_to_client_p95_ms", percentile(changes.latenciesMs, 0.95), "ms"),
        figure("duplicates", broadcasts.duplicates + changes.duplicates, ""),
      ];
    } finally {
      await database.end();
    }
  } finally {
    await group.stop();
    await remove();
  }
}

const TEXT = "x".repeat(300);

/** Everybody signed in may read the topic; who may read a change is looked up, as in any project. */
async function prepare(database: pg.Client): Promise<void> {
  await database.query(`
    create policy "Bench readers" on realtime.messages for select to authenticated using (realtime.topic() = '${TOPIC}');
    create table public.${TABLE}_readers (user_id uuid primary key);
    create table public.${TABLE} (id bigint generated always as identity primary key, n integer not null, body text);
    alter table public.${TABLE} enable row level security;
    alter table public.${TABLE}_readers enable row level security;
    create policy "Own row" on public.${TABLE}_readers for select to authenticated using (user_id = (select auth.uid()));
    create policy "Readers" on public.${TABLE} for select to authenticated
      using (exists (select from public.${TABLE}_readers as r where r.user_id = (select auth.uid())));
    grant select on public.${TABLE}, public.${TABLE}_readers to authenticated;
    alter publication supabase_realtime add table public.${TABLE};
  `);
  await database.query(`insert into public.${TABLE}_readers select unnest($1::uuid[])`, [PEOPLE]);
}

const PEOPLE = Array.from({ length: SUBSCRIBERS }, () => randomUUID());

interface Outcome {
  deliveredRatio: number;
  duplicates: number;
  latenciesMs: number[];
  memoryGrowthMb: number;
}

async function run(
  target: ListenersTarget,
  change: (n: number) => Promise<unknown>,
  options: { database: pg.Client; perSecond: number; warmUp: number; pid: number },
): Promise<Outcome> {
  const { database, perSecond, warmUp, pid } = options;
  say(`${target.accessTokens.length} subscribers of ${target.name}, ${perSecond}/s`);
  const listeners = await startListeners(target);
  try {
    const committedAtMs = new Float64Array(target.messages);
    const memoryMb: number[] = [];
    const startedAt = performance.now();
    for (let n = 0; n < target.messages; n++) {
      await delay(Math.max(0, startedAt + (n * 1_000) / perSecond - performance.now()));
      await database.query("begin");
      await change(n);
      committedAtMs[n] = nowMs();
      await database.query("commit");
      if (n >= warmUp && n % perSecond === 0) memoryMb.push(residentMb(pid));
    }
    return evaluate(await everythingHeard(listeners, target), { committedAtMs, warmUp, memoryMb });
  } finally {
    await listeners.stop();
  }
}

/** What the subscribers have heard once they have heard all, or ten seconds after the last commit. */
async function everythingHeard(listeners: Listeners, { messages }: ListenersTarget) {
  const deadline = performance.now() + LAST_ARRIVAL_LIMIT_MS;
  for (;;) {
    await delay(500);
    const heard = await listeners.heard();
    const isAll = heard.arrivalsMs.every((arrivals) => arrivals[messages - 1] !== 0);
    if (isAll || performance.now() > deadline) return heard;
  }
}

function evaluate(
  { arrivalsMs, duplicates }: Awaited<ReturnType<Listeners["heard"]>>,
  { committedAtMs, warmUp, memoryMb }: { committedAtMs: Float64Array; warmUp: number; memoryMb: number[] },
): Outcome {
  const latenciesMs: number[] = [];
  let delivered = 0;
  for (const arrivals of arrivalsMs) {
    for (const [n, committedAt] of committedAtMs.entries()) {
      const arrivedAt = arrivals[n] ?? 0;
      if (arrivedAt === 0) continue;
      delivered += 1;
      if (n >= warmUp) latenciesMs.push(arrivedAt - committedAt);
    }
  }
  const fifth = Math.ceil(memoryMb.length / 5);
  return {
    deliveredRatio: delivered / (arrivalsMs.length * committedAtMs.length),
    duplicates,
    latenciesMs,
    // Between the first and the last fifth of the time: garbage comes and goes within seconds.
    memoryGrowthMb: percentile(memoryMb.slice(-fifth), 0.5) - percentile(memoryMb.slice(0, fifth), 0.5),
  };
}

/** Each for a person of its own, signed as the Auth server signs. */
function tokens({ signingJwk }: StackKeys, count: number): string[] {
  const key = createPrivateKey({ key: signingJwk, format: "jwk" });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const exp = Math.floor(Date.now() / 1_000) + 3_600;
  return PEOPLE.slice(0, count).map((sub) => {
    const content = `${part({ alg: "ES256", typ: "JWT", kid: signingJwk.kid })}.${part({ role: "authenticated", sub, exp })}`;
    const signature = sign("sha256", Buffer.from(content), { key, dsaEncoding: "ieee-p1363" });
    return `${content}.${signature.toString("base64url")}`;
  });
}

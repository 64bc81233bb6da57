import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { loadKeys } from "@spool/local-supabase/keys";
import pg from "pg";
import { SetupError } from "../platform/settings.ts";

const SUPERUSER = "supabase_admin";
const JOBS = 3_000;
/** A node that is silent for 30 s counts as gone. */
const HEARTBEAT_MS = 10_000;

/** Jobs that run get on, and begin their last stage again rather than ever end: nobody renders them. */
const MOVE_ON = `
  update public.jobs as j
  set progress_ratio = case when j.progress_ratio > 0.9 then 0.3 else j.progress_ratio + 0.02 end
  from public.projects as p
  where p.id = j.project_id and p.slug = 'sample-data' and j.status = 'processing'`;

const REMOVE = readFileSync(new URL("remove.sql", import.meta.url), "utf8");
const FILL = readFileSync(new URL("fill.sql", import.meta.url), "utf8");

/** Connects as the superuser of the local stack. Throws a SetupError with any other Supabase. */
export async function connectSuperuser(dataDir: string, databaseUrl: string | null): Promise<pg.Client> {
  if (databaseUrl === null) {
    throw new SetupError("Sample data is for the local stack only. Remove SUPABASE_URL, and start again.");
  }
  const { dbPasswords } = await loadKeys(path.join(dataDir, "supabase", "keys.json"));
  const url = new URL(databaseUrl);
  url.username = SUPERUSER;
  url.password = dbPasswords[SUPERUSER];
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return client;
}

/** Fills the project "Sample data" anew, so that its week ends now. Returns how many jobs it has. */
export async function fillSampleData(superuser: pg.Client): Promise<number> {
  // The only parameter is a number of ours: several statements go as one only without parameters.
  await inOneTransaction(superuser, [REMOVE, FILL.replaceAll("$1", String(JOBS))]);
  return JOBS;
}

/** Takes away all that `fillSampleData` made. Without any, nothing happens. */
export async function removeSampleData(superuser: pg.Client): Promise<void> {
  await inOneTransaction(superuser, [REMOVE]);
}

/** Lets the simulated nodes answer, and their jobs get on, until `signal` aborts. Rejects when the database does not. */
export async function keepSampleNodesAlive(superuser: pg.Client, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await superuser.query(
      "update public.nodes set heartbeat_at = now() where name like 'sample-%' and status <> 'offline'",
    );
    await superuser.query(MOVE_ON);
    // Ends early, and without a word, when the signal aborts.
    await setTimeout(HEARTBEAT_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function inOneTransaction(superuser: pg.Client, scripts: readonly string[]): Promise<void> {
  await superuser.query("begin");
  try {
    for (const script of scripts) {
      await superuser.query("set local session_replication_role = replica");
      await superuser.query(script);
    }
    await superuser.query("commit");
  } catch (error) {
    await superuser.query("rollback");
    throw error;
  }
}

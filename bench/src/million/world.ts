import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { loadKeys } from "@spool/local-supabase/keys";
import type { LoginRole } from "@spool/local-supabase/postgres/database-roles";
import type { Database } from "@spool/db/database.types";
import { createServiceClient } from "@spool/db/service-client";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import pg from "pg";
import type { SupabaseReady } from "../../../scripts/platform/processes.ts";

const PROJECTS = 20;
const NODES = 12;
const SLOTS = 16;
/** A million jobs in 180 days. */
const SECONDS_BETWEEN_JOBS = 15.5;

const FILL_JOBS = readFileSync(new URL("fill-jobs.sql", import.meta.url), "utf8");
const FILL_HISTORY = readFileSync(new URL("fill-history.sql", import.meta.url), "utf8");

/** An installation whose jobs belong to many projects, with somebody who operates half of these. */
export interface World {
  /** Signed in as that person. */
  client: SupabaseClient<Database>;
  account: { email: string; password: string };
  databaseUrl: string;
  /** One of theirs. */
  projectId: string;
  nodeIds: string[];
  superuser: pg.Client;
  worker: pg.Client;
  close(): Promise<void>;
}

export async function openWorld(supabase: SupabaseReady, dataDir: string): Promise<World> {
  const { dbPasswords } = await loadKeys(path.join(dataDir, "supabase", "keys.json"));
  const connect = async (role: LoginRole): Promise<pg.Client> => {
    const url = new URL(supabase.databaseUrl);
    url.username = role;
    url.password = dbPasswords[role];
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    return client;
  };
  const { client, userId, account } = await signIn(supabase);
  const superuser = await connect("supabase_admin");
  const worker = await connect("spool_worker");

  // Not half of a fill's writing spent on checkpoints.
  await superuser.query("alter system set max_wal_size = '8GB'");
  await superuser.query("select pg_reload_conf()");
  await superuser.query(
    `insert into public.projects (slug, name)
     select format('bench-%s', lpad(n::text, 2, '0')), format('Project %s', n) from generate_series(1, $1::int) as n`,
    [PROJECTS],
  );
  const { rows: mine } = await superuser.query<{ project_id: string }>(
    `insert into public.project_members (project_id, user_id, role)
     select p.id, $1, 'operator' from public.projects as p where p.slug ~ '^bench-.[02468]$'
     returning project_id`,
    [userId],
  );
  const nodeIds: string[] = [];
  for (let index = 1; index <= NODES; index++) {
    const { rows } = await worker.query<{ id: string }>("select private.register_node($1, $2) as id", [
      `bench-${String(index).padStart(2, "0")}`,
      JSON.stringify({ hostname: "bench", slots: SLOTS, cpu_cores: 2 }),
    ]);
    nodeIds.push(...rows.map(({ id }) => id));
  }
  const [project] = mine;
  if (!project) throw new Error("Nobody is a member of anything");
  return {
    client,
    account,
    databaseUrl: supabase.databaseUrl,
    projectId: project.project_id,
    nodeIds,
    superuser,
    worker,
    close: async () => {
      await superuser.end();
      await worker.end();
    },
  };
}

/** Fills up to so many jobs, past the triggers, and leaves indexes, counters and statistics as if they had grown. */
export async function fillUpTo({ superuser }: World, jobCount: number): Promise<void> {
  const { rows: counted } = await superuser.query<{ filled: number }>(
    "select count(*)::int as filled from public.jobs where position < 0",
  );
  // Those of constraints stay. The others are built anew, in a tenth of the time that a row by row upkeep takes.
  const { rows: indexes } = await superuser.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index as i
     where i.indrelid = 'public.jobs'::regclass and not i.indisunique`,
  );
  await superuser.query("set session_replication_role = replica; set maintenance_work_mem = '512MB'");
  for (const { name } of indexes) await superuser.query(`drop index ${name}`);
  await superuser.query(FILL_JOBS, [counted[0]?.filled ?? 0, jobCount, SECONDS_BETWEEN_JOBS]);
  for (const { definition } of indexes) await superuser.query(definition);
  // Rows of a table that grew lie in the order in which they came; a fill in steps, newest first, leaves them otherwise.
  await superuser.query("cluster public.jobs using jobs_created_idx");
  await superuser.query(FILL_HISTORY);
  await superuser.query("reset session_replication_role");
  await superuser.query("vacuum (analyze) public.jobs");
  await superuser.query("analyze");
}

async function signIn(
  supabase: SupabaseReady,
): Promise<Pick<World, "client" | "account"> & { userId: string }> {
  const account = { email: `bench-${randomUUID()}@example.com`, password: randomUUID() };
  const { data, error } = await createServiceClient(
    supabase.apiUrl,
    supabase.secretKey,
  ).auth.admin.createUser({ ...account, email_confirm: true });
  if (error) throw error;
  const client = createClient<Database>(supabase.apiUrl, supabase.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const signedIn = await client.auth.signInWithPassword(account);
  if (signedIn.error) throw signedIn.error;
  return { client, account, userId: data.user.id };
}

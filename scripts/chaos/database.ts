import { execFile } from "node:child_process";
import { chmod, chown, mkdir, open, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { startGateway } from "@spool/local-supabase/gateway/server";
import { createKeys } from "@spool/local-supabase/keys";
import { freePort } from "@spool/local-supabase/ports";
import { bootstrapDatabase, setPasswords } from "@spool/local-supabase/postgres/bootstrap";
import { startCluster } from "@spool/local-supabase/postgres/cluster";
import { applyMigrations } from "@spool/local-supabase/postgres/migrate";
import pg from "pg";
import { PROJECT_ROOT } from "../platform/settings.ts";

const HOST = "127.0.0.1";
const DATABASE = "postgres";
const MAX_CONNECTIONS = 80;
const SMALL_DISK_MB = 64;
/** What a run writes most into; these tables lie on the small disk. */
const TABLES_ON_SMALL_DISK = ["job_events", "job_logs", "job_attempts", "job_stages"];

const run = promisify(execFile);

/** The database and its API, with what can happen to them. */
export interface DatabaseUnderFire {
  apiUrl: string;
  secretKey: string;
  workerDatabaseUrl: string;
  /** Runs a statement with all rights. Rejects while the database is away. */
  sql: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  /** Stops Postgres and starts it again after so long. */
  restart(pauseMs: number): Promise<void>;
  /** Ends every connection but our own; returns how many there were. */
  killConnections(): Promise<number>;
  /** Takes all connections that ordinary roles can have, and gives them back after so long. */
  exhaustConnections(holdMs: number): Promise<void>;
  /** Fills the disk that the tables of events, logs and attempts lie on. Null: this machine does not let us mount one. */
  fillDisk: ((holdMs: number) => Promise<void>) | null;
  stop(): Promise<void>;
}

export async function startDatabase(dataDir: string): Promise<DatabaseUnderFire> {
  const keys = await createKeys();
  const port = await freePort(HOST);
  const start = () =>
    startCluster({
      dataDir: path.join(dataDir, "database"),
      port,
      passwords: keys.dbPasswords,
      settings: { max_connections: String(MAX_CONNECTIONS), fsync: "off" },
    });
  let cluster = await start();
  const adminUrl = cluster.url("supabase_admin", DATABASE);
  await bootstrapDatabase(adminUrl, keys.dbPasswords);
  await applyMigrations(cluster.url("postgres", DATABASE), path.join(PROJECT_ROOT, "supabase/migrations"));

  const pool = new pg.Pool({ connectionString: adminUrl, max: 2, connectionTimeoutMillis: 5_000 });
  pool.on("error", () => undefined); // the next statement connects again
  const sql: DatabaseUnderFire["sql"] = async (text, values) =>
    (await pool.query<Record<string, unknown>>(text, values)).rows;
  const admin = await pool.connect();
  await setPasswords(admin, keys.dbPasswords);
  admin.release();
  const smallDisk = await mountSmallDisk(path.join(dataDir, "small-disk"), cluster.dataFolder);
  if (smallDisk) {
    await sql(`create tablespace small location '${smallDisk.folder}'`);
    for (const table of TABLES_ON_SMALL_DISK) await sql(`alter table public.${table} set tablespace small`);
  }

  const gateway = await startGateway({
    keys,
    databaseUrls: {
      authenticator: cluster.url("authenticator", DATABASE),
      supabaseAdmin: adminUrl,
      authAdmin: cluster.url("supabase_auth_admin", DATABASE),
    },
    storageDir: path.join(dataDir, "storage"),
    host: HOST,
    port: 0,
  });

  return {
    apiUrl: gateway.url,
    secretKey: keys.secretKey,
    workerDatabaseUrl: cluster.url("spool_worker", DATABASE),
    sql,
    async restart(pauseMs) {
      await cluster.stop();
      await delay(pauseMs);
      cluster = await start();
    },
    async killConnections() {
      const killed = await sql(
        `select pg_terminate_backend(pid) from pg_catalog.pg_stat_activity
         where backend_type in ('client backend', 'walsender') and pid <> pg_backend_pid()`,
      );
      return killed.length;
    },
    exhaustConnections: (holdMs) => holdConnections(cluster.url("postgres", DATABASE), holdMs),
    fillDisk: smallDisk && ((holdMs) => smallDisk.fill(holdMs)),
    async stop() {
      await pool.end();
      await gateway.close();
      await cluster.stop();
      await smallDisk?.unmount();
    },
  };
}

/** Opens connections until there are no more, and takes those as well that others lose meanwhile. */
async function holdConnections(url: string, holdMs: number): Promise<void> {
  const held: pg.Client[] = [];
  const endMs = performance.now() + holdMs;
  while (performance.now() < endMs) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => undefined); // others kill connections as well
    const isOpen = await client.connect().then(
      () => true,
      () => false,
    );
    if (isOpen) held.push(client);
    else await delay(100);
  }
  await Promise.all(held.map((client) => client.end().catch(() => undefined)));
}

interface SmallDisk {
  folder: string;
  fill(holdMs: number): Promise<void>;
  unmount(): Promise<void>;
}

/** A disk of a few megabytes in memory. Null where mounting is not allowed: it takes root. */
async function mountSmallDisk(folder: string, dataFolder: string): Promise<SmallDisk | null> {
  await mkdir(folder, { recursive: true });
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${SMALL_DISK_MB}m`, "none", folder]);
  } catch {
    return null;
  }
  const { uid, gid } = await stat(dataFolder);
  const tables = path.join(folder, "tables");
  await mkdir(tables, { mode: 0o700 });
  await chown(tables, uid, gid);
  await chmod(folder, 0o755);
  const ballast = path.join(folder, "ballast");
  return {
    folder: tables,
    async fill(holdMs) {
      await writeUntilFull(ballast);
      await delay(holdMs);
      await rm(ballast, { force: true });
    },
    async unmount() {
      await run("umount", [folder]);
    },
  };
}

async function writeUntilFull(file: string): Promise<void> {
  const handle = await open(file, "w");
  try {
    for (;;) await handle.write(Buffer.alloc(64 * 1024));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  } finally {
    await handle.close();
  }
}

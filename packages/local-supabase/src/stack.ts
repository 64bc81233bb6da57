import { createHash } from "node:crypto";
import { chmod, mkdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import pg from "pg";
import type { AuthSettings } from "./auth/settings.ts";
import { startGateway } from "./gateway/server.ts";
import { loadKeys } from "./keys.ts";
import { assertPortFree } from "./ports.ts";
import { bootstrapDatabase, setPasswords } from "./postgres/bootstrap.ts";
import { startCluster } from "./postgres/cluster.ts";
import { applyMigrations } from "./postgres/migrate.ts";

const DATABASE = "postgres";

export interface StackOptions {
  /** Holds keys, database and stored files. Removing it, stopped, resets the stack. */
  dataDir: string;
  migrationsDir: string;
  /** SQL run once, after the migrations of the first start. */
  seedFile?: string | undefined;
  host: string;
  /** 0 for a free one. */
  apiPort: number;
  /** 0 for a free one. Postgres always binds to loopback. */
  dbPort: number;
  auth?: AuthSettings | undefined;
  /** Postgres settings on top of ours. */
  settings?: Readonly<Record<string, string>>;
}

export interface LocalStack {
  apiUrl: string;
  /** As role `postgres`. */
  databaseUrl: string;
  /** As role `spool_worker`. */
  workerDatabaseUrl: string;
  /** As `supabase_admin`, a superuser: for backups. */
  adminUrl: string;
  /** Folder of the stored files. */
  storageDir: string;
  publishableKey: string;
  secretKey: string;
  /** Where mails are read that were not sent; null where they go out by SMTP. */
  inboxUrl: string | null;
  /** Settles when Postgres ends without having been asked to. */
  databaseLost: Promise<void>;
  /** Leaves no process and no lock. */
  stop(): Promise<void>;
}

/** Starts database and gateway, with migrations applied. What failed half-way is stopped again before it throws. */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  const { dataDir, host, apiPort, dbPort, settings } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const storageDir = join(dataDir, "storage");
  const keys = await loadKeys(join(dataDir, "keys.json"));
  await chmod(join(dataDir, "keys.json"), 0o600);
  await assertPortFree(apiPort, host, "SPOOL_API_PORT");
  const cluster = await startCluster({
    dataDir: join(dataDir, "database"),
    port: dbPort,
    passwords: keys.dbPasswords,
    portVariable: "SPOOL_DATABASE_PORT",
    ...(settings ? { settings } : {}),
  });
  try {
    const databaseUrl = cluster.url("postgres", DATABASE);
    const supabaseAdmin = cluster.url("supabase_admin", DATABASE);
    await bootstrapDatabase(supabaseAdmin, keys.dbPasswords);
    await applyMigrations(databaseUrl, options.migrationsDir);
    if (options.seedFile !== undefined) await seedOnce(databaseUrl, options.seedFile);
    await withClient(supabaseAdmin, (client) => setPasswords(client, keys.dbPasswords));

    const gateway = await startGateway({
      keys,
      databaseUrls: {
        authenticator: cluster.url("authenticator", DATABASE),
        supabaseAdmin,
        authAdmin: cluster.url("supabase_auth_admin", DATABASE),
      },
      storageDir,
      host,
      port: apiPort,
      auth: options.auth,
    });
    let stopping: Promise<void> | undefined;
    return {
      apiUrl: gateway.url,
      databaseUrl,
      workerDatabaseUrl: cluster.url("spool_worker", DATABASE),
      adminUrl: supabaseAdmin,
      storageDir,
      publishableKey: keys.publishableKey,
      secretKey: keys.secretKey,
      inboxUrl: gateway.inboxUrl,
      databaseLost: cluster.lost,
      stop: () => (stopping ??= gateway.close().finally(() => cluster.stop())),
    };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** Recorded as the Supabase CLI does, in the transaction that seeds. */
async function seedOnce(databaseUrl: string, seedFile: string): Promise<void> {
  const sql = await readFile(seedFile, "utf8");
  const path = `supabase/${basename(seedFile)}`;
  await withClient(databaseUrl, async (client) => {
    await client.query(
      "create table if not exists supabase_migrations.seed_files (path text primary key, hash text not null)",
    );
    await client.query("begin");
    const { rowCount } = await client.query(
      "insert into supabase_migrations.seed_files (path, hash) values ($1, $2) on conflict do nothing",
      [path, createHash("sha256").update(sql).digest("hex")],
    );
    if (rowCount === 1) await client.query(sql);
    await client.query("commit");
  });
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

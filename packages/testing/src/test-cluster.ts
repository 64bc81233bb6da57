import { createKeys, type StackKeys } from "@spool/local-supabase/keys";
import { bootstrapDatabase, setPasswords } from "@spool/local-supabase/postgres/bootstrap";
import { startCluster } from "@spool/local-supabase/postgres/cluster";
import type { LoginRole } from "@spool/local-supabase/postgres/database-roles";
import { applyMigrations } from "@spool/local-supabase/postgres/migrate";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";

export const MIGRATIONS_DIR = fileURLToPath(new URL("../../../supabase/migrations", import.meta.url));

/** Bootstrapped and migrated; cloned for every test database, so that a clone costs a copy of some files. */
const TEMPLATE = "spool_template";
/** Bootstrapped as hosted Supabase leaves it, without our migrations. */
const BARE_TEMPLATE = "spool_bare_template";

/** What tests need to know of the one cluster of a run. Plain data: it crosses to the test workers. */
export interface TestCluster {
  port: number;
  keys: StackKeys;
  template: string;
  bareTemplate: string;
}

/** Starts the cluster of a test run and makes its templates. Nothing survives `stop`. */
export async function startTestCluster(): Promise<{ cluster: TestCluster; stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), "spool-test-"));
  const keys = await createKeys();
  const server = await startCluster({
    dataDir,
    port: 0,
    passwords: keys.dbPasswords,
    settings: {
      // A test run's data need not survive a crash of the machine. synchronous_commit stays on: off, logical
      // decoding lags.
      fsync: "off",
      full_page_writes: "off",
      max_connections: "300",
      max_wal_senders: "40",
      max_replication_slots: "40",
    },
  });
  const cluster = { port: server.port, keys, template: TEMPLATE, bareTemplate: BARE_TEMPLATE };
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(server.dataFolder, { recursive: true, force: true });
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await makeTemplates(cluster);
  } catch (error) {
    await stop();
    throw error;
  }
  return { cluster, stop };
}

/** Connection string of a role for one database of the test cluster. */
export function databaseUrl(cluster: TestCluster, role: LoginRole, database: string): string {
  return `postgresql://${role}:${encodeURIComponent(cluster.keys.dbPasswords[role])}@127.0.0.1:${cluster.port}/${database}`;
}

async function makeTemplates(cluster: TestCluster): Promise<void> {
  const admin = new pg.Client({ connectionString: databaseUrl(cluster, "supabase_admin", "postgres") });
  await admin.connect();
  try {
    await admin.query(`create database ${BARE_TEMPLATE}`);
    await bootstrapDatabase(databaseUrl(cluster, "supabase_admin", BARE_TEMPLATE), cluster.keys.dbPasswords);
    await admin.query(`create database ${TEMPLATE} template ${BARE_TEMPLATE} owner postgres`);
    await applyMigrations(databaseUrl(cluster, "postgres", TEMPLATE), MIGRATIONS_DIR);
    // The migrations make spool_worker without a login.
    await setPasswords(admin, cluster.keys.dbPasswords);
  } finally {
    await admin.end();
  }
}

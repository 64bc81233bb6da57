import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { inject } from "vitest";
import type {} from "./global-setup.ts";
import { databaseUrl, type TestCluster } from "./test-cluster.ts";

/** A test that leaves connections open for longer has them ended. */
const UNUSED_LIMIT_MS = 2_000;

export interface TestDatabase {
  name: string;
  /** As role `postgres`, who runs the migrations and bypasses RLS. */
  postgresUrl: string;
  /** As role `spool_worker`. */
  workerUrl: string;
  /** As role `authenticator`, who becomes anon, authenticated or service_role. */
  authenticatorUrl: string;
  /** As role `supabase_auth_admin`, the auth server. */
  authAdminUrl: string;
  superuserUrl: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/** A database of its own for a test file, with the migrations applied. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const cluster = inject("testCluster");
  return cloneDatabase(cluster, cluster.template);
}

/** As hosted Supabase gives it to a new project: nothing of ours in it. */
export async function createBareDatabase(): Promise<TestDatabase> {
  const cluster = inject("testCluster");
  return cloneDatabase(cluster, cluster.bareTemplate);
}

async function cloneDatabase(cluster: TestCluster, template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await withAdmin(cluster, (admin) =>
    admin.query(`create database ${name} template ${template} owner postgres`),
  );
  return {
    name,
    postgresUrl: databaseUrl(cluster, "postgres", name),
    workerUrl: databaseUrl(cluster, "spool_worker", name),
    authenticatorUrl: databaseUrl(cluster, "authenticator", name),
    authAdminUrl: databaseUrl(cluster, "supabase_auth_admin", name),
    superuserUrl: databaseUrl(cluster, "supabase_admin", name),
    drop: () =>
      withAdmin(cluster, async (admin) => {
        await untilUnused(admin, name);
        await admin.query(`drop database if exists ${name} with (force)`);
      }),
  };
}

/** A closed pool's connections take a moment to go; one that is thrown out instead fails the test it belongs to. */
async function untilUnused(admin: pg.Client, name: string): Promise<void> {
  const deadline = Date.now() + UNUSED_LIMIT_MS;
  while (Date.now() < deadline) {
    const { rowCount } = await admin.query(
      "select from pg_catalog.pg_stat_activity where datname = $1 and backend_type = 'client backend'",
      [name],
    );
    if (rowCount === 0) return;
    await delay(20);
  }
}

async function withAdmin(cluster: TestCluster, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: databaseUrl(cluster, "supabase_admin", "postgres") });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

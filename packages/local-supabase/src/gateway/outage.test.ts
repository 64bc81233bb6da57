import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKeys } from "../keys.ts";
import { bootstrapDatabase } from "../postgres/bootstrap.ts";
import { startCluster, type Cluster } from "../postgres/cluster.ts";
import { removeDataFolder } from "../postgres/data-folder.ts";
import { openPool } from "../postgres/open-pool.ts";
import { startGateway, type Gateway } from "./server.ts";

const keys = await createKeys();
let root: string;
let cluster: Cluster;
let gateway: Gateway;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "spool-outage-"));
  cluster = await launch(0);
  await bootstrapDatabase(cluster.url("supabase_admin", "postgres"), keys.dbPasswords);
  await run("create table public.things (id int primary key); grant all on public.things to service_role");
  gateway = await startGateway({
    keys,
    databaseUrls: {
      authenticator: cluster.url("authenticator", "postgres"),
      supabaseAdmin: cluster.url("supabase_admin", "postgres"),
      authAdmin: cluster.url("supabase_auth_admin", "postgres"),
    },
    storageDir: join(root, "storage"),
    host: "127.0.0.1",
    port: 0,
  });
});
afterAll(async () => {
  await gateway.close();
  await cluster.stop();
  await removeDataFolder(join(root, "db"));
  await rm(root, { recursive: true, force: true });
});

const launch = (port: number) =>
  startCluster({ dataDir: join(root, "db"), port, passwords: keys.dbPasswords, settings: { fsync: "off" } });

async function run(sql: string): Promise<void> {
  const pool = openPool(cluster.url("postgres", "postgres"), 1);
  await pool.query(sql);
  await pool.end();
}

const status = async (path: string) =>
  (await fetch(`${gateway.url}${path}`, { headers: { apikey: keys.secretKey } })).status;

test("while the database is away REST answers 503, and everything works again when it is back", async () => {
  const { port } = cluster;
  expect(await status("/rest/v1/things")).toBe(200);

  await cluster.stop();
  const during = await Promise.all(Array.from({ length: 30 }, () => status("/rest/v1/things")));
  cluster = await launch(port);

  expect(new Set(during)).toEqual(new Set([503]));
  await expect.poll(() => status("/rest/v1/things"), { timeout: 10_000 }).toBe(200);
  expect(await status("/auth/v1/admin/users")).toBe(200);
  // The listener for schema changes is back as well.
  await expect
    .poll(
      async () => {
        await run(
          "create table if not exists public.later (id int); grant all on public.later to service_role",
        );
        return status("/rest/v1/later");
      },
      { timeout: 10_000, interval: 200 },
    )
    .toBe(200);
});

test("a request that breaks off, and connections killed by an administrator, harm nobody else", async () => {
  const abort = new AbortController();
  const broken = fetch(`${gateway.url}/rest/v1/things`, {
    headers: { apikey: keys.secretKey },
    signal: abort.signal,
  });
  abort.abort();
  await expect(broken).rejects.toThrow();

  const admin = openPool(cluster.url("supabase_admin", "postgres"), 1);
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'authenticator'");
  await admin.end();

  await expect.poll(() => status("/rest/v1/things")).toBe(200);
});

import { createKeys } from "@spool/local-supabase/keys";
import { bootstrapDatabase, setPasswords } from "@spool/local-supabase/postgres/bootstrap";
import { startCluster, type Cluster } from "@spool/local-supabase/postgres/cluster";
import { removeDataFolder } from "@spool/local-supabase/postgres/data-folder";
import { applyMigrations } from "@spool/local-supabase/postgres/migrate";
import { freePort } from "@spool/local-supabase/ports";
import { MIGRATIONS_DIR } from "@spool/testing/test-cluster";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HEARTBEAT_SECONDS } from "./adapters/delivery.ts";
import { startFakeOrchestrator, succeed, type FakeOrchestrator } from "@spool/testing/fake-orchestrator";
import { spawnWorker, type WorkerProcess } from "./test-support/worker-process.ts";

// A cluster of its own, because it is stopped and started under the worker.
let dataDir: string;
let port: number;
let keys: Awaited<ReturnType<typeof createKeys>>;
let cluster: Cluster | undefined;
let fake: FakeOrchestrator;
let worker: WorkerProcess;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "spool-outage-"));
  port = await freePort("127.0.0.1");
  keys = await createKeys();
  fake = await startFakeOrchestrator();
});
afterEach(async () => {
  worker.child.kill("SIGKILL");
  await worker.exited;
  await fake.close();
  await cluster?.stop();
  await removeDataFolder(dataDir);
});

const start = () =>
  startCluster({
    dataDir,
    port,
    passwords: keys.dbPasswords,
    settings: { fsync: "off", max_connections: "50" },
  });

async function sql(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: cluster?.url("supabase_admin", "postgres") });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
}

async function insertJob(): Promise<string> {
  const rows = await sql(
    `insert into public.jobs (job_type, payload) values ('doubt', '{"question": "?"}') returning id`,
  );
  return String(rows[0]?.["id"]);
}

const statusOf = async (jobId: string) =>
  (await sql("select status from public.jobs where id = $1", [jobId]))[0]?.["status"];

test("it waits for a database that is not up yet, and loses nothing when the database goes away and comes back", async () => {
  const password = encodeURIComponent(keys.dbPasswords.spool_worker);
  worker = spawnWorker({
    DATABASE_URL: `postgresql://spool_worker:${password}@127.0.0.1:${port}/postgres`,
    ORCHESTRATOR_URL: fake.url,
    WORKER_NAME: "patient",
  });
  await expect.poll(() => worker.output(), { timeout: 10_000 }).toContain("ECONNREFUSED");

  cluster = await start();
  await bootstrapDatabase(cluster.url("supabase_admin", "postgres"), keys.dbPasswords);
  await applyMigrations(cluster.url("postgres", "postgres"), MIGRATIONS_DIR);
  const admin = new pg.Client({ connectionString: cluster.url("supabase_admin", "postgres") });
  await admin.connect();
  await setPasswords(admin, keys.dbPasswords);
  await admin.end();
  const url = await worker.ready;

  const gates = new Map<string, PromiseWithResolvers<undefined>>();
  fake.answer = (response, render) => {
    const gate = Promise.withResolvers<undefined>();
    gates.set(render.request.job_id, gate);
    void gate.promise.then(() => succeed(response, render));
  };
  const [endsMeanwhile, endsAfterwards] = [await insertJob(), await insertJob()];
  await expect.poll(() => gates.size).toBe(2);

  await cluster.stop();
  gates.get(endsMeanwhile)?.resolve(undefined);
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 15_000 }).toBe(503);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  // Longer than the time without a heartbeat after which a living database would have given up on both.
  await delay((HEARTBEAT_SECONDS + 1) * 1_000);
  cluster = await start();

  await expect.poll(() => statusOf(endsMeanwhile), { timeout: 15_000 }).toBe("completed");
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 15_000 }).toBe(200);
  // Long enough for a monitor that does not know of the outage to give up on the other.
  await delay((HEARTBEAT_SECONDS + 3) * 1_000);
  gates.get(endsAfterwards)?.resolve(undefined);
  await expect.poll(() => statusOf(endsAfterwards), { timeout: 10_000 }).toBe("completed");
  expect(fake.renders).toHaveLength(2);
  expect(await sql("select status from public.job_attempts")).toEqual([
    { status: "completed" },
    { status: "completed" },
  ]);

  expect(
    await sql("select stage from public.job_stages where job_id = $1 and status = 'completed'", [
      endsMeanwhile,
    ]),
  ).toHaveLength(4);

  const afterwards = await insertJob();
  await expect.poll(() => gates.has(afterwards)).toBe(true);
  gates.get(afterwards)?.resolve(undefined);
  await expect.poll(() => statusOf(afterwards)).toBe("completed");
}, 120_000);

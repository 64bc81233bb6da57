import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { createKeys } from "../keys.ts";
import { startCluster } from "./cluster.ts";
import { removeDataFolder } from "./data-folder.ts";
import { processesOn } from "./server-processes.ts";

const keys = await createKeys();
const FAST = { fsync: "off" };
const roots: string[] = [];

afterEach(async () => {
  for (const root of roots.splice(0)) {
    await removeDataFolder(join(root, "db"));
    await rm(root, { recursive: true, force: true });
  }
});

async function newDataDir(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "spool-cluster-")); // mode 0700
  roots.push(root);
  return join(root, "db");
}

const start = (dataDir: string, port = 0) =>
  startCluster({ dataDir, port, passwords: keys.dbPasswords, settings: FAST, portVariable: "THE_VARIABLE" });

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Starts a cluster in a process of its own and returns it with what it started. */
async function startElsewhere(dataDir: string) {
  const child = fork(new URL("cluster.test-support.ts", import.meta.url).pathname, [
    dataDir,
    JSON.stringify(keys.dbPasswords),
  ]);
  const [{ dataFolder, url }] = (await once(child, "message")) as [{ dataFolder: string; url: string }];
  return { child, dataFolder, url };
}

test("a cluster below a 0700 folder starts, keeps its data over a stop, and leaves no process", async () => {
  const dataDir = await newDataDir();
  const first = await start(dataDir);
  await query(first.url("supabase_admin", "postgres"), "create table kept as select 1 as one");
  await first.stop();
  const left = await processesOn(first.dataFolder);

  const second = await start(dataDir);
  const rows = await query(second.url("supabase_admin", "postgres"), "select * from kept");
  await second.stop();

  expect([left, rows]).toEqual([[], [{ one: 1 }]]);
  expect(second.dataFolder).toBe(first.dataFolder);
  await expect(stat(join(dataDir, "owner.pid"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("after kill -9 of the starter, the next start stops the orphan and has every committed row", async () => {
  const dataDir = await newDataDir();
  const { child, dataFolder, url } = await startElsewhere(dataDir);
  await query(url, "create table kept as select 2 as two");
  child.kill("SIGKILL");
  await once(child, "exit");
  const orphans = await processesOn(dataFolder);

  const cluster = await start(dataDir);
  const rows = await query(cluster.url("supabase_admin", "postgres"), "select * from kept");
  const now = await processesOn(dataFolder);
  await cluster.stop();

  expect(orphans.length).toBeGreaterThan(0);
  expect(now.filter((pid) => orphans.includes(pid))).toEqual([]);
  expect(rows).toEqual([{ two: 2 }]);
});

test("after kill -9 of the starter and of every Postgres process, the next start recovers", async () => {
  const dataDir = await newDataDir();
  const { child, dataFolder, url } = await startElsewhere(dataDir);
  await query(url, "create table kept as select 3 as three");
  child.kill("SIGKILL");
  await once(child, "exit");
  for (const pid of await processesOn(dataFolder)) process.kill(pid, "SIGKILL");

  const cluster = await start(dataDir);
  const rows = await query(cluster.url("supabase_admin", "postgres"), "select * from kept");
  await cluster.stop();

  expect(rows).toEqual([{ three: 3 }]);
});

test("a lock file that names a stranger's process does not stop the start", async () => {
  const dataDir = await newDataDir();
  const first = await start(dataDir);
  await first.stop();
  await writeFile(
    join(first.dataFolder, "postmaster.pid"),
    `${process.pid}\n${first.dataFolder}\n1\n5432\n\n\n\n`,
  );

  const second = await start(dataDir);

  expect(await query(second.url("supabase_admin", "postgres"), "select 1 as one")).toEqual([{ one: 1 }]);
  await second.stop();
});

test("an initdb that was killed half-way is started over", async () => {
  const dataDir = await newDataDir();
  const first = await start(dataDir);
  await first.stop();
  await rm(join(first.dataFolder, "spool-initialised"));
  await rm(join(first.dataFolder, "global"), { recursive: true });

  const second = await start(dataDir);

  expect(await query(second.url("supabase_admin", "postgres"), "select 1 as one")).toEqual([{ one: 1 }]);
  await second.stop();
});

test("of two starts at once one is refused, naming the process that runs the other", async () => {
  const dataDir = await newDataDir();

  const outcomes = await Promise.allSettled([start(dataDir), start(dataDir)]);

  const started = outcomes.filter((outcome) => outcome.status === "fulfilled");
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect([started.length, refused.length]).toEqual([1, 1]);
  expect(String(refused[0]?.reason)).toContain(`Process ${process.pid} already runs`);
  for (const { value } of started) await value.stop();
});

test("a port in use is named, with the process that holds it and the variable that changes it", async () => {
  const holder = createServer();
  holder.listen(0, "127.0.0.1");
  await once(holder, "listening");
  const address = holder.address();
  const port = typeof address === "object" && address ? address.port : 0;

  const refused = start(await newDataDir(), port);

  await expect(refused).rejects.toThrow(
    new RegExp(`Port ${port} is in use by process ${process.pid} .*set THE_VARIABLE`),
  );
  holder.close();
});

test("data of a folder that was removed is not found again by a new one at the same place", async () => {
  const dataDir = await newDataDir();
  const first = await start(dataDir);
  await query(first.url("supabase_admin", "postgres"), "create table old ()");
  await first.stop();
  await rm(dataDir, { recursive: true });

  const second = await start(dataDir);
  const rows = await query(second.url("supabase_admin", "postgres"), "select to_regclass('old') as old");
  await second.stop();

  expect(rows).toEqual([{ old: null }]);
});

test("a data folder that cannot be started says what Postgres said", async () => {
  const dataDir = await newDataDir();
  const refused = startCluster({
    dataDir,
    port: 0,
    passwords: keys.dbPasswords,
    settings: { shared_buffers: "nonsense" },
  });

  await expect(refused).rejects.toThrow(/did not start .*shared_buffers/s);
  await expect(readFile(join(dataDir, "owner.pid"))).rejects.toMatchObject({ code: "ENOENT" });
});

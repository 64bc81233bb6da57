import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@supabase/supabase-js";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { removeDataFolder } from "./postgres/data-folder.ts";
import { processesOn } from "./postgres/server-processes.ts";

interface Ready {
  type: "ready";
  apiUrl: string;
  databaseUrl: string;
  workerDatabaseUrl: string;
  publishableKey: string;
  secretKey: string;
}

let root = "";
afterEach(async () => {
  await removeDataFolder(join(root, "data/database"));
  await rm(root, { recursive: true, force: true });
});

async function launch(
  env: Record<string, string> = {},
): Promise<{ child: ChildProcess; errors: () => string }> {
  if (root === "" || !(await exists(root))) {
    root = await mkdtemp(join(tmpdir(), "spool-main-"));
    await mkdir(join(root, "migrations"));
    await writeFile(
      join(root, "migrations/20260101000000_one.sql"),
      "create role spool_worker nologin; create table public.t (n int); grant all on public.t to service_role;",
    );
    await writeFile(join(root, "seed.sql"), "insert into public.t values (1)");
  }
  const child = fork(new URL("main.ts", import.meta.url).pathname, {
    silent: true,
    env: {
      PATH: process.env["PATH"],
      SPOOL_DATA_DIR: join(root, "data"),
      SPOOL_MIGRATIONS_DIR: join(root, "migrations"),
      SPOOL_SEED_FILE: join(root, "seed.sql"),
      SPOOL_API_PORT: "0",
      SPOOL_DATABASE_PORT: "0",
      ...env,
    },
  });
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  return { child, errors: () => errors };
}

async function ready(child: ChildProcess): Promise<Ready> {
  const [message] = (await once(child, "message")) as [Ready];
  return message;
}

async function dataFolder(): Promise<string> {
  const note = join(root, "data/database/postgres-data-is-elsewhere.txt");
  const elsewhere = await readFile(note, "utf8").catch(() => undefined);
  return elsewhere?.split("\n")[0] ?? join(root, "data/database/postgres");
}

test("the stack says where everything is, seeds once, and SIGTERM leaves no process and no lock", async () => {
  const first = await launch();
  const { apiUrl, secretKey, workerDatabaseUrl } = await ready(first.child);
  const rows = await createClient(apiUrl, secretKey).from("t").select("n");
  const worker = new pg.Client({ connectionString: workerDatabaseUrl });
  await worker.connect();
  const { rows: who } = await worker.query("select current_user as who");
  await worker.end();
  first.child.kill("SIGTERM");
  const [code] = (await once(first.child, "exit")) as [number];

  expect([rows.data, who, code]).toEqual([[{ n: 1 }], [{ who: "spool_worker" }], 0]);
  expect(await processesOn(await dataFolder())).toEqual([]);
  expect(await readdir(join(root, "data/database"))).not.toContain("owner.pid");
  expect((await stat(join(root, "data/keys.json"))).mode & 0o777).toBe(0o600);

  const second = await launch();
  const again = await ready(second.child);
  const seeded = await createClient(again.apiUrl, again.secretKey).from("t").select("n");
  expect([again.secretKey, seeded.data]).toEqual([secretKey, [{ n: 1 }]]);
  second.child.kill("SIGINT");
  await once(second.child, "exit");
});

test("the stack stops by itself when its launcher goes away", async () => {
  const { child } = await launch();
  await ready(child);

  child.disconnect();

  expect(await once(child, "exit")).toEqual([0, null]);
  expect(await processesOn(await dataFolder())).toEqual([]);
});

test("SIGTERM while it is starting stops it all the same", async () => {
  const { child, errors } = await launch();
  const isStarting = async () => errors() + String(await exists(join(root, "data/database/postgres.log")));
  await expect.poll(isStarting, { timeout: 20_000 }).toBe("true");

  child.kill("SIGTERM");

  expect(await once(child, "exit")).toEqual([0, null]);
  expect(await processesOn(await dataFolder())).toEqual([]);
});

test("a stack whose database dies says so and ends", async () => {
  const { child, errors } = await launch();
  const { databaseUrl } = await ready(child);
  const db = new pg.Client({ connectionString: databaseUrl });
  db.on("error", () => undefined);
  await db.connect();
  // The replication library cannot bear the loss in the very moment in which it connects.
  const streams = async () =>
    (await db.query("select from pg_stat_replication where state = 'streaming'")).rowCount;
  await expect.poll(streams).toBe(1);
  const [pid = 0] = (await readFile(join(await dataFolder(), "postmaster.pid"), "utf8"))
    .split("\n")
    .map(Number);

  process.kill(pid, "SIGKILL");

  expect([(await once(child, "exit"))[0], errors()]).toEqual([
    1,
    expect.stringMatching(/^Postgres ended by itself/m),
  ]);
});

test("a wrong or missing variable ends it with code 2 and a sentence", async () => {
  const { child, errors } = await launch({ SPOOL_API_PORT: "many" });
  const [code] = (await once(child, "exit")) as [number];

  expect(code).toBe(2);
  expect(errors()).toMatch(/^The environment variable SPOOL_API_PORT is wrong: /);
});

test("a taken API port ends it with a sentence and leaves no database running", async () => {
  const holder = createServer();
  holder.listen(0, "127.0.0.1");
  await once(holder, "listening");
  const address = holder.address();
  const port = typeof address === "object" && address ? address.port : 0;

  const { child, errors } = await launch({ SPOOL_API_PORT: String(port) });
  const [code] = (await once(child, "exit")) as [number];
  holder.close();

  expect(code).toBe(1);
  expect(errors()).toMatch(
    new RegExp(`^Port ${port} is in use by process ${process.pid} .*set SPOOL_API_PORT`),
  );
  expect(await processesOn(await dataFolder())).toEqual([]);
});

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

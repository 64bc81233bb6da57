import { randomUUID } from "node:crypto";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chown, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { assertPortFree, freePort } from "../ports.ts";
import { findBinaries, type Binaries } from "./binaries.ts";
import { openDataFolder, SHARED_DIR } from "./data-folder.ts";
import type { DatabasePasswords, LoginRole } from "./database-roles.ts";
import { claimOwnership } from "./owner-lock.ts";
import { stopOrphans } from "./server-processes.ts";
import { findServerUser, type ServerUser } from "./server-user.ts";

const HOST = "127.0.0.1";
const START_LIMIT_MS = 60_000;

/** Small, because a whole stack is to fit into a laptop's spare memory. `wal_level` is what Realtime reads from. */
const DEFAULT_SETTINGS: Readonly<Record<string, string>> = {
  wal_level: "logical",
  max_connections: "100",
  max_wal_senders: "10",
  max_replication_slots: "10",
  max_slot_wal_keep_size: "512MB",
  shared_buffers: "64MB",
  max_wal_size: "512MB",
  wal_buffers: "4MB",
  search_path: '"$user", public, extensions',
  timezone: "UTC",
  log_timezone: "UTC",
  unix_socket_directories: "",
  // Every refused insert would be a line in a file that nobody rotates.
  log_min_messages: "fatal",
};

export interface Cluster {
  readonly port: number;
  /** Where the files really are: see data-folder.ts. */
  readonly dataFolder: string;
  /** A connection string for a role that logs in. */
  url(role: LoginRole, database: string): string;
  /** Settles when the server ends without `stop`. */
  readonly lost: Promise<void>;
  /** Fast shutdown. Resolves when the server and its lock are gone. */
  stop(): Promise<void>;
}

interface ClusterOptions {
  /** Made when missing. Its files may be placed elsewhere: see data-folder.ts. */
  dataDir: string;
  /** 0 for a free one. */
  port: number;
  passwords: DatabasePasswords;
  /** Postgres settings on top of ours, such as `fsync: "off"` for tests. */
  settings?: Readonly<Record<string, string>>;
  /** The environment variable to name when the port is taken. */
  portVariable?: string;
}

/**
 * Starts Postgres on a data folder, making the cluster when the folder is empty, and stopping first what an earlier
 * start that was killed left running there.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const user = await findServerUser();
  const lock = await claimOwnership(join(options.dataDir, "owner.pid"));
  try {
    const dataFolder = await openDataFolder(options.dataDir, user);
    await stopOrphans(dataFolder, () => rm(join(dataFolder, "postmaster.pid"), { force: true }));
    const port = options.port === 0 ? await freePort(HOST) : options.port;
    await assertPortFree(port, HOST, options.portVariable ?? "the database port");

    const binaries = await findBinaries(user, SHARED_DIR);
    if (!(await isInitialised(dataFolder))) {
      await initialise(binaries, dataFolder, options.passwords.supabase_admin, user);
    }
    const server = await launch(binaries, { dataFolder, port, user, options });
    let isStopping = false;
    const exited =
      server.exitCode === null && server.signalCode === null ? once(server, "exit") : Promise.resolve([]);
    return {
      port,
      dataFolder,
      lost: new Promise((resolve) => {
        void exited.then(() => {
          if (!isStopping) resolve();
        });
      }),
      url: (role, database) =>
        `postgresql://${role}:${encodeURIComponent(options.passwords[role])}@${HOST}:${port}/${encodeURIComponent(database)}`,
      async stop() {
        isStopping = true;
        server.kill("SIGINT");
        const killTimer = setTimeout(() => server.kill("SIGQUIT"), 15_000);
        await exited;
        clearTimeout(killTimer);
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The last thing a finished `initialise` writes, so that a killed initdb is not taken for a cluster. */
const INITIALISED = "spool-initialised";

async function isInitialised(dataFolder: string): Promise<boolean> {
  return stat(join(dataFolder, INITIALISED)).then(
    () => true,
    () => false,
  );
}

async function initialise(
  binaries: Binaries,
  dataFolder: string,
  superuserPassword: string,
  user: ServerUser | undefined,
): Promise<void> {
  for (const left of await readdir(dataFolder))
    await rm(join(dataFolder, left), { recursive: true, force: true });
  const passwordFile = join(tmpdir(), `spool-initdb-${randomUUID()}`);
  await writeFile(passwordFile, superuserPassword, { mode: 0o600 });
  try {
    if (user) await chown(passwordFile, user.uid, user.gid);
    const args = [
      "-D", dataFolder, "-U", "supabase_admin", "-E", "UTF8", "--auth=scram-sha-256", `--pwfile=${passwordFile}`,
      "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
    ]; // prettier-ignore
    const child = spawn(binaries.initdb, args, { cwd: "/", stdio: ["ignore", "ignore", "pipe"], ...user });
    let complaint = "";
    child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`initdb failed in ${dataFolder}: ${complaint.trim()}`);
    await writeFile(join(dataFolder, INITIALISED), "");
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function launch(
  binaries: Binaries,
  {
    dataFolder,
    port,
    user,
    options,
  }: { dataFolder: string; port: number; user: ServerUser | undefined; options: ClusterOptions },
): Promise<ChildProcess> {
  const settings = { ...DEFAULT_SETTINGS, ...options.settings, port: String(port), listen_addresses: HOST };
  const args = [
    "-D",
    dataFolder,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  const logPath = join(options.dataDir, "postgres.log");
  const log = await open(logPath, "w");
  try {
    // Its own session: Ctrl-C in a terminal must reach the stack, which then stops the server in order.
    const server = spawn(binaries.postgres, args, {
      cwd: "/",
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      ...user,
    });
    await untilReady(server, dataFolder, logPath);
    return server;
  } finally {
    await log.close();
  }
}

async function untilReady(server: ChildProcess, dataFolder: string, logPath: string): Promise<void> {
  let spawnError: Error | undefined;
  server.once("error", (error) => (spawnError = error));
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const lockFile = await readFile(join(dataFolder, "postmaster.pid"), "utf8").catch(() => "");
    const lines = lockFile.split("\n");
    if (lines[0] === String(server.pid) && lines[7]?.trim() === "ready") return;
    const hasEnded = spawnError !== undefined || server.exitCode !== null || server.signalCode !== null;
    if (hasEnded || Date.now() > deadline) {
      if (!hasEnded) server.kill("SIGQUIT");
      const tail = (await readFile(logPath, "utf8").catch(() => "")).slice(-2_000).trim();
      throw new Error(`Postgres did not start on ${dataFolder}: ${tail || "no output"}`, {
        cause: spawnError,
      });
    }
    await delay(20);
  }
}

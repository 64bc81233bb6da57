import { execFile } from "node:child_process";
import { readdir, readFile, readlink, realpath } from "node:fs/promises";
import { platform } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

/** How long each politer way of stopping gets before the next: fast shutdown, immediate shutdown, kill. */
const STOP_STEPS = [
  { signal: "SIGINT", waitMs: 15_000 },
  { signal: "SIGQUIT", waitMs: 5_000 },
  { signal: "SIGKILL", waitMs: 5_000 },
] as const;

/** Ids of the Postgres processes, backends included, that work on a data folder. */
export async function processesOn(dataFolder: string): Promise<number[]> {
  const folder = await realpath(dataFolder).catch(() => dataFolder);
  return platform() === "linux" ? processesInFolder(folder) : processesNaming(folder);
}

/**
 * Stops whatever server still runs on a data folder whose starter died, and removes its lock file.
 *
 * Waits for the last backend: a new server beside an old backend would corrupt the data.
 */
export async function stopOrphans(dataFolder: string, removeLockFile: () => Promise<void>): Promise<void> {
  const lockFile = await readFile(join(dataFolder, "postmaster.pid"), "utf8").catch(() => "");
  const recordedPid = Number(lockFile.split("\n")[0]);
  for (const { signal, waitMs } of STOP_STEPS) {
    const running = await processesOn(dataFolder);
    if (running.length === 0) break;
    const targets = signal !== "SIGKILL" && running.includes(recordedPid) ? [recordedPid] : running;
    for (const pid of targets) sendSignal(pid, signal);
    await waitUntil(async () => (await processesOn(dataFolder)).length === 0, waitMs);
  }
  const left = await processesOn(dataFolder);
  if (left.length > 0) {
    throw new Error(
      `Postgres processes ${left.join(", ")} still use ${dataFolder} and could not be stopped.`,
    );
  }
  await removeLockFile();
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // it ended by itself meanwhile
  }
}

async function waitUntil(isDone: () => Promise<boolean>, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await isDone()) && Date.now() < deadline) await delay(50);
}

/** Every Postgres process changes into its data folder, so that is what tells them from a stranger with a reused pid. */
async function processesInFolder(folder: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
      if (cwd !== folder) return undefined;
      const command = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
      return command.startsWith("postgres") ? Number(pid) : undefined;
    }),
  );
  return found.filter((pid) => pid !== undefined);
}

async function processesNaming(folder: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-axo", "pid=,command="], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout
    .split("\n")
    .filter((line) => line.includes("postgres") && line.includes(`-D ${folder}`))
    .map((line) => Number.parseInt(line, 10));
}

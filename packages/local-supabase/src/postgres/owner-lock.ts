import { mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";

export interface OwnerLock {
  release(): Promise<void>;
}

/**
 * Claims a file for this process, so that two starts at once do not take each other's server for an orphan.
 *
 * A file left by a dead process is taken over. Throws, naming the process, when its owner lives.
 */
export async function claimOwnership(file: string): Promise<OwnerLock> {
  await mkdir(dirname(file), { recursive: true });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const handle = await open(file, "wx", 0o600);
      await handle.writeFile(`${process.pid} ${await startTimeOf(process.pid)}\n`);
      await handle.close();
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const [pid = "", startTime = ""] = (await readFile(file, "utf8").catch(() => "")).trim().split(" ");
    if (pid !== "" && isAlive(Number(pid)) && (await startTimeOf(Number(pid))) === startTime) {
      throw new Error(`Process ${pid} already runs a stack on ${dirname(file)}. Stop it first.`);
    }
    await rm(file, { force: true });
  }
  throw new Error(`Another process keeps taking ${file}.`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Tells a process from a later one with the same id. "-" where the system does not say (other than Linux). */
async function startTimeOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  // The second field is the command in brackets, which may hold spaces; the start time is the 20th after it.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "-";
}

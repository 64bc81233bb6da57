import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
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
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, `${process.pid} ${await startTimeOf(process.pid)}\n`, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      // A link appears whole or not at all, so nobody reads a claim that is half written.
      if (await succeeds(link(own, file), "EEXIST")) return { release: () => rm(file, { force: true }) };
      const claim = await readFile(file, "utf8").catch(() => undefined);
      const [pid = "", startTime = ""] = claim?.trim().split(" ") ?? [];
      if (pid !== "" && isAlive(Number(pid)) && (await startTimeOf(Number(pid))) === startTime) {
        throw new Error(`Process ${pid} already runs a stack on ${dirname(file)}. Stop it first.`);
      }
      await removeDeadClaim(file, claim);
    }
  } finally {
    await rm(own, { force: true });
  }
  throw new Error(`Another process keeps taking ${file}.`);
}

/** Puts the claim back when it is no longer the one found dead: somebody else was quicker. */
async function removeDeadClaim(file: string, claim: string | undefined): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  if (!(await succeeds(rename(file, aside), "ENOENT"))) return;
  if ((await readFile(aside, "utf8")) !== claim) await succeeds(link(aside, file), "EEXIST");
  await rm(aside, { force: true });
}

async function succeeds(step: Promise<void>, expectedFailure: string): Promise<boolean> {
  try {
    await step;
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== expectedFailure) throw error;
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Tells a process from a later one with the same id. "-" where the system does not say (other than Linux), and "dead"
 * for a killed process that only waits to be reaped.
 */
async function startTimeOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  // The second field is the command in brackets, which may hold spaces; the start time is the 20th after it.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  return fields[0] === "Z" || fields[0] === "X" ? "dead" : (fields[19] ?? "-");
}

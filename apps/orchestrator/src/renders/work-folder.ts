import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { translateFileError } from "@spool/media/disk-space";

/** Longer than any render may take: what is older was left by somebody, whoever has the process id today. */
const LEFTOVER_AFTER_MS = 24 * 60 * 60 * 1000;

/** Where the folders of all orchestrators of this machine lie. */
export const workRoot = (): string => join(tmpdir(), "spool-orchestrator");

/** Runs `work` in a folder of its own, which is gone when this returns or throws. */
export async function inWorkFolder<T>(work: (folder: string) => Promise<T>, root = workRoot()): Promise<T> {
  const folder = await makeFolder(root);
  try {
    return await work(folder);
  } catch (error) {
    throw translateFileError(error, folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function makeFolder(root: string): Promise<string> {
  try {
    await mkdir(root, { recursive: true });
    return await mkdtemp(join(root, `${hostname()}~${process.pid}~`));
  } catch (error) {
    throw translateFileError(error, root);
  }
}

/**
 * Removes what processes have left that died without cleaning up, and returns how many folders that were.
 *
 * Folders of other hosts (a shared disk) and of processes that live are left alone.
 */
export async function sweepLeftovers(root = workRoot()): Promise<number> {
  const names = await readdir(root).catch(() => []); // nothing was ever rendered here
  let removed = 0;
  for (const name of names) {
    const [host, pid] = name.split("~");
    if (host !== hostname()) continue;
    const { mtimeMs } = await stat(join(root, name)).catch(() => ({ mtimeMs: Date.now() }));
    const isOld = Date.now() - mtimeMs > LEFTOVER_AFTER_MS;
    if (!isOld && isProcessAlive(Number(pid))) continue;
    await rm(join(root, name), { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

function isProcessAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"; // it lives, and is somebody else's
  }
}

import { createHash } from "node:crypto";
import { chown, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { processesOn } from "./server-processes.ts";
import { canReach, type ServerUser } from "./server-user.ts";

/** Where root keeps what the server's user must reach and cannot in a 0700 home. */
export const SHARED_DIR = "/var/lib/spool-local-supabase";

const NOTE = "postgres-data-is-elsewhere.txt";

/**
 * The folder that holds the cluster's files: `<dataDir>/postgres`, or, where the server's user cannot reach that, a
 * folder below `SHARED_DIR` named by a hash of the path, with a note left in `dataDir`.
 *
 * Removing `dataDir` is how people reset a stack, so elsewhere without a note means a removed one: it is emptied.
 */
export async function openDataFolder(dataDir: string, user: ServerUser | undefined): Promise<string> {
  const requested = resolve(dataDir);
  await mkdir(requested, { recursive: true });
  const inside = join(requested, "postgres");
  if (!user) return ownFolder(inside, user);
  if (await canReach(inside, user)) return ownFolder(inside, user);

  await mkdir(SHARED_DIR, { recursive: true, mode: 0o755 });
  await sweepAbandoned();
  const key = createHash("sha256").update(requested).digest("hex").slice(0, 16);
  const elsewhere = join(SHARED_DIR, `data-${key}`);
  const note = join(requested, NOTE);
  if (!(await exists(note)) && (await processesOn(elsewhere)).length === 0) {
    await rm(elsewhere, { recursive: true, force: true });
  }
  // The note first: without it, another start's sweep would take the new folder for an abandoned one.
  await writeFile(
    note,
    `${elsewhere}\nThe user that runs Postgres cannot reach this folder, so its files are there.\n`,
  );
  await writeFile(join(SHARED_DIR, `data-${key}.origin`), requested);
  return ownFolder(elsewhere, user);
}

/** Removes a cluster's files, wherever they are, with `dataDir` itself. The cluster must be stopped. */
export async function removeDataFolder(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true });
  await sweepAbandoned();
}

/** Removes data whose `dataDir` is gone and that no server uses any more. */
async function sweepAbandoned(): Promise<void> {
  for (const name of await readdir(SHARED_DIR).catch(() => [])) {
    if (!name.endsWith(".origin")) continue;
    const [record, data] = [join(SHARED_DIR, name), join(SHARED_DIR, name.replace(/\.origin$/, ""))];
    // Another process may be sweeping too, and have removed it since.
    const origin = await readFile(record, "utf8").catch(() => undefined);
    if (origin === undefined || (await exists(join(origin, NOTE)))) continue;
    if ((await processesOn(data)).length > 0) continue;
    await rm(data, { recursive: true, force: true });
    await rm(record, { force: true });
  }
}

async function ownFolder(path: string, user: ServerUser | undefined): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (user) await chown(path, user.uid, user.gid);
  return path;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

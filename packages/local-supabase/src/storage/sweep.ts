import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Pool } from "pg";
import { withRole } from "../postgres/as-role.ts";
import { ALLOW_DELETE } from "./objects.ts";
import { AS_SERVICE, type StorageDeps } from "./storage-context.ts";
import { toStorageError } from "./storage-error.ts";

/** What is younger may still be on its way: a file is in place shortly before its row. */
const ORPHAN_AGE_MS = 3_600_000;
const SWEEP_EVERY_MS = 3_600_000;
/** How long a resumable upload may take, as on hosted Supabase. */
export const UPLOAD_LIFE_MS = 24 * 3_600_000;

type Upkeep = Pick<StorageDeps, "adminPool" | "files">;

/** Sweeps now and then every hour. Returns what ends it. */
export function startSweeping(deps: Upkeep): () => Promise<void> {
  let running = Promise.resolve();
  const run = () => {
    // Without the database nothing can be told apart; the next round is soon enough.
    running = running
      .then(() => sweep(deps))
      .catch((error: unknown) => {
        if (!toStorageError(error))
          console.error(
            JSON.stringify({
              level: "error",
              message: "The sweep of stored files failed",
              stack: String(error),
            }),
          );
      });
  };
  run();
  const timer = setInterval(run, SWEEP_EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/**
 * Clears up after crashes and foreign hands: bytes that no row names, rows whose bytes are gone, and resumable uploads
 * that nobody finished in a day. Nothing of it was ever visible but the rows, which answered "Object not found".
 */
export async function sweep(deps: Upkeep, orphanAgeMs = ORPHAN_AGE_MS): Promise<void> {
  const { adminPool, files } = deps;
  const before = Date.now() - orphanAgeMs;
  let keptCount = 0;
  for await (const kept of files.keptVersions()) {
    keptCount += kept.length;
    const old = kept.filter(({ keptAtMs }) => keptAtMs <= before).map(({ version }) => version);
    const named = await versionsAmong(adminPool, old);
    const orphans = old.filter((version) => !named.has(version));
    await files.remove(orphans);
    keptCount -= orphans.length;
  }
  // Counting first spares looking for every file. No files at all is a disk that is not mounted, or a restore under way.
  const { rows } = await adminPool.query<{ count: string }>("select count(version) from storage.objects");
  if (keptCount > 0 && Number(rows[0]?.count) > keptCount) await removeRowsWithoutBytes(deps, orphanAgeMs);
  await removeStaleUploads(files.resumable);
}

async function versionsAmong(adminPool: Pool, versions: readonly string[]): Promise<Set<string>> {
  if (versions.length === 0) return new Set();
  const { rows } = await adminPool.query<{ version: string }>(
    "select version from storage.objects where version = any($1)",
    [versions],
  );
  return new Set(rows.map(({ version }) => version));
}

async function removeRowsWithoutBytes({ adminPool, files }: Upkeep, ageMs: number): Promise<void> {
  const page = `select id, version from storage.objects
    where id > $1 and version ~ '^[0-9a-f-]{36}$' and updated_at <= now() - make_interval(secs => $2)
    order by id limit 1000`;
  const remove = "delete from storage.objects where id = $1 and version = $2";
  for (let last = "00000000-0000-0000-0000-000000000000"; ;) {
    const { rows } = await adminPool.query<{ id: string; version: string }>(page, [last, ageMs / 1_000]);
    for (const { id, version } of rows) {
      if (await files.has(version)) continue;
      await withRole(adminPool, AS_SERVICE, (db) => db.query(remove, [id, version]), ALLOW_DELETE);
    }
    const end = rows.at(-1);
    if (!end) return;
    last = end.id;
  }
}

async function removeStaleUploads(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const stats = await stat(path).catch(() => null); // finished meanwhile
    if (stats && Date.now() - stats.mtimeMs > UPLOAD_LIFE_MS) await rm(path, { force: true });
  }
}

import { AppError } from "@spool/contracts/app-error";
import { z } from "zod";
import type { Queryable } from "../adapters/database.ts";
import type { StorageFolders } from "../adapters/storage-folders.ts";
import type { Task } from "./task.ts";

const BATCH_MAX = 50;

const sweepSchema = z.object({ id: z.coerce.number(), bucket: z.string(), prefix: z.string() });
type Sweep = z.infer<typeof sweepSchema>;

/** Empties the folders in Storage whose job or attempt is gone. One that cannot be emptied is tried again by a later run. */
export const cleanupTempFiles: Task = async ({ database, storage, report }, signal) => {
  if (!storage) {
    throw new AppError(
      "INVALID_INPUT",
      "This worker cannot reach Storage: give it SUPABASE_URL and SUPABASE_SECRET_KEY and run the task again.",
    );
  }
  const total = { folders: 0, files: 0, failed: 0 };
  for (;;) {
    const sweeps = await takeSweeps(database);
    for (const sweep of sweeps) {
      signal.throwIfAborted();
      const outcome = await sweepFolder(storage, sweep, signal);
      await database.query("select private.finish_storage_sweep($1, $2)", [sweep.id, outcome.error]);
      total.files += outcome.files;
      if (outcome.error === null) total.folders += 1;
      else {
        total.failed += 1;
        report.log("warn", `Could not empty ${sweep.bucket}/${sweep.prefix}: ${outcome.error}`);
      }
    }
    // Fewer than asked for is no end: folders that are in use are put off, and left out.
    if (sweeps.length === 0) break;
  }
  return [
    `Removed ${total.files} files of ${total.folders} folders.`,
    ...(total.failed > 0 ? [`${total.failed} folders could not be emptied and are tried again.`] : []),
  ];
};

async function takeSweeps(database: Queryable): Promise<Sweep[]> {
  const { rows } = await database.query("select id, bucket, prefix from private.take_storage_sweeps($1)", [
    BATCH_MAX,
  ]);
  return z.array(sweepSchema).parse(rows);
}

async function sweepFolder(
  storage: StorageFolders,
  { bucket, prefix }: Sweep,
  signal: AbortSignal,
): Promise<{ files: number; error: string | null }> {
  try {
    return { files: await storage.empty(bucket, prefix, signal), error: null };
  } catch (error) {
    signal.throwIfAborted();
    return { files: 0, error: error instanceof Error ? error.message : String(error) };
  }
}

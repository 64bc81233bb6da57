import { DatabaseError } from "pg";
import { withRole, type RequestContext } from "../postgres/as-role.ts";
import { writeObject, type NewObject } from "./objects.ts";
import type { StorageDeps, Target } from "./storage-context.ts";
import { StorageError } from "./storage-error.ts";

/** Who puts an object where, and whether it may replace another. */
export interface Deposit {
  caller: RequestContext;
  target: Target;
  ownerId: string | null;
  isUpsert: boolean;
}

/**
 * Asks the database whether the deposit could be made, and undoes it. Throws what the database throws (42501, 23505),
 * so that a refusal comes before the first byte is taken.
 */
export async function probeWrite({ pool }: StorageDeps, deposit: Deposit): Promise<void> {
  const { caller, target, ownerId, isUpsert } = deposit;
  const blank = { ...target, ownerId, version: crypto.randomUUID(), metadata: {}, userMetadata: null };
  await withRole(pool, caller, (db) => writeObject(db, blank, isUpsert), { rollBack: true });
}

/**
 * Makes a received file the object of that name, row and bytes together: the file is in place before the row is seen.
 * A refusal removes the file. When the database went away meanwhile, nobody knows whether the row was written: then the
 * file stays, for the row or for the sweep. Returns the object's id.
 */
export async function publishObject(
  { pool, files }: StorageDeps,
  { caller, target, ownerId, isUpsert }: Deposit,
  file: Pick<NewObject, "version" | "metadata" | "userMetadata">,
): Promise<string> {
  let replacedVersion: string | null | undefined;
  try {
    const objectId = await withRole(pool, caller, async (db) => {
      // Writers of one name take turns, so that each knows what it replaces.
      const lock = "select pg_advisory_xact_lock(hashtextextended($1, 0))";
      await db.query(lock, [`storage ${target.bucketId}/${target.name}`]);
      const present = "select version from storage.objects where bucket_id = $1 and name = $2";
      const { rows } = await db.query<{ version: string | null }>(present, [target.bucketId, target.name]);
      replacedVersion = rows[0]?.version;
      const id = await writeObject(db, { ...target, ownerId, ...file }, isUpsert);
      await files.keep(file.version);
      return id;
    });
    await files.remove([replacedVersion ?? null]);
    return objectId;
  } catch (error) {
    if (isRefusal(error)) await files.remove([file.version]);
    throw error;
  }
}

/** Whether it is certain that nothing was written. */
export function isRefusal(error: unknown): boolean {
  return (
    error instanceof StorageError || (error instanceof DatabaseError && !/^(08|57P)/.test(error.code ?? ""))
  );
}

import { withRole, type RequestContext } from "../postgres/as-role.ts";
import { findObject, lockName, writeObject, type NewObject } from "./object-rows.ts";
import type { StorageDeps } from "./storage-context.ts";

/**
 * Asks the database whether `caller` could write this object, and undoes it. Throws what the database throws
 * (42501, 23505), so that a refusal comes before the first byte is taken.
 */
export async function probeWrite(
  { pool }: Pick<StorageDeps, "pool">,
  caller: RequestContext,
  object: NewObject,
  isUpsert: boolean,
): Promise<void> {
  await withRole(pool, caller, (db) => writeObject(db, object, isUpsert), { rollBack: true });
}

/**
 * Makes a received file the object of that name, row and bytes together: the file is in place before the row is seen,
 * and when the row is refused the file is gone again. Returns the object's id.
 */
export async function publishObject(
  { pool, files }: Pick<StorageDeps, "pool" | "files">,
  caller: RequestContext,
  object: NewObject,
  isUpsert: boolean,
): Promise<string> {
  let replacedVersion: string | undefined;
  let objectId: string;
  try {
    objectId = await withRole(pool, caller, async (db) => {
      await lockName(db, object.bucketId, object.name);
      if (isUpsert) replacedVersion = (await findObject(db, object.bucketId, object.name))?.version;
      const id = await writeObject(db, object, isUpsert);
      await files.keep(object.version);
      return id;
    });
  } catch (error) {
    await files.remove([object.version]);
    throw error;
  }
  if (replacedVersion !== undefined) await files.remove([replacedVersion]);
  return objectId;
}

/** `sub` of the caller's token: who owns what they write. */
export function ownerOf(caller: RequestContext): string | null {
  const subject = caller.claims["sub"];
  return typeof subject === "string" ? subject : null;
}

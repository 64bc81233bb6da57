import type { ClientBase, Pool } from "pg";
import { withRole, type RequestContext } from "../postgres/as-role.ts";
import type { StorageDeps, Target } from "./storage-context.ts";
import { StorageError } from "./storage-error.ts";

/** What is known of an object's bytes; the names are those of the hosted API. */
export interface ObjectMetadata {
  eTag: string;
  size: number;
  mimetype: string;
  cacheControl: string;
  lastModified: string;
  contentLength: number;
  httpStatusCode: 200;
}

type UserMetadata = Readonly<Record<string, unknown>>;

export interface ObjectRow {
  id: string;
  bucket_id: string;
  name: string;
  owner: string | null;
  owner_id: string | null;
  /** Names the file. Null or anything in rows that were written by hand. */
  version: string | null;
  created_at: Date;
  updated_at: Date;
  last_accessed_at: Date;
  /** Partial, because rows may be written by hand. */
  metadata: Partial<ObjectMetadata> | null;
  user_metadata: UserMetadata | null;
}

export interface NewObject extends Target {
  version: string;
  ownerId: string | null;
  metadata: { [Field in keyof ObjectMetadata]?: ObjectMetadata[Field] | undefined };
  userMetadata: UserMetadata | null;
}

/** As on hosted Supabase, only the Storage API deletes rows: plain SQL would leave the bytes behind. */
export const ALLOW_DELETE = { settings: { "storage.allow_delete_query": "true" } };

const COLUMNS = `id, bucket_id, name, owner, owner_id, version, created_at, updated_at, last_accessed_at, metadata, user_metadata`;

/** Throws NoSuchKey when there is none that `db` may see. */
export async function findObject(db: Pool | ClientBase, { bucketId, name }: Target): Promise<ObjectRow> {
  const { rows } = await db.query<ObjectRow>(
    `select ${COLUMNS} from storage.objects where bucket_id = $1 and name = $2`,
    [bucketId, name],
  );
  if (!rows[0]) throw new StorageError("noSuchObject");
  return rows[0];
}

/** Those of the names that exist and that the caller may read. */
export async function readableNames(
  db: ClientBase,
  bucketId: string,
  names: readonly string[],
): Promise<Set<string>> {
  const { rows } = await db.query<{ name: string }>(
    "select name from storage.objects where bucket_id = $1 and name = any($2)",
    [bucketId, names],
  );
  return new Set(rows.map(({ name }) => name));
}

/**
 * Writes the row as the caller. An existing name is a unique violation (23505) unless `isUpsert`; then the right to
 * insert, read and update is needed, as hosted has it.
 */
export async function writeObject(db: ClientBase, object: NewObject, isUpsert: boolean): Promise<string> {
  const values = [
    crypto.randomUUID(),
    object.bucketId,
    object.name,
    object.ownerId,
    object.version,
    JSON.stringify(object.metadata),
    object.userMetadata && JSON.stringify(object.userMetadata),
  ];
  const insert = `insert into storage.objects (id, bucket_id, name, owner_id, owner, version, metadata, user_metadata)
    values ($1, $2, $3, $4, storage.as_uuid($4), $5, $6, $7)`;
  const upsert = `${insert} on conflict (bucket_id, name) do update set owner_id = excluded.owner_id,
    owner = excluded.owner, version = excluded.version, metadata = excluded.metadata,
    user_metadata = excluded.user_metadata, last_accessed_at = now() returning id`;
  const { rows } = await db.query<{ id: string }>(isUpsert ? upsert : insert, values);
  return rows[0]?.id ?? values[0] ?? "";
}

/** Returns the object's id. Throws NoSuchKey when the caller has no such object, 23505 when the destination is taken. */
export async function renameObject(
  db: ClientBase,
  from: Target,
  to: Target,
  ownerId: string | null,
): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `update storage.objects set bucket_id = $3, name = $4, owner_id = coalesce($5, owner_id),
       owner = coalesce(storage.as_uuid($5), owner)
     where bucket_id = $1 and name = $2 returning id`,
    [from.bucketId, from.name, to.bucketId, to.name, ownerId],
  );
  if (!rows[0]) throw new StorageError("noSuchObject");
  return rows[0].id;
}

/**
 * Removes what the caller may remove of the objects for which `where` holds, rows first and then bytes, and returns the
 * rows. `where` is SQL of ours.
 */
export async function removeObjects(
  { pool, files }: StorageDeps,
  caller: RequestContext,
  where: string,
  values: readonly unknown[],
): Promise<ObjectRow[]> {
  const remove = `delete from storage.objects where ${where} returning ${COLUMNS}`;
  const { rows } = await withRole(
    pool,
    caller,
    (db) => db.query<ObjectRow>(remove, [...values]),
    ALLOW_DELETE,
  );
  await files.remove(rows.map(({ version }) => version));
  return rows;
}

/** `sub` of the caller's token: who owns what they write. */
export function ownerOf(caller: RequestContext): string | null {
  const subject = caller.claims["sub"];
  return typeof subject === "string" ? subject : null;
}

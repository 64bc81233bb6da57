import type { ClientBase, Pool } from "pg";

/** What is known of an object's bytes; the names are those of the hosted API. */
interface ObjectMetadata {
  eTag: string;
  size: number;
  mimetype: string;
  cacheControl: string;
  lastModified: string;
  contentLength: number;
  httpStatusCode: 200;
}

export interface ObjectRow {
  id: string;
  bucket_id: string;
  name: string;
  owner: string | null;
  owner_id: string | null;
  version: string;
  created_at: Date;
  updated_at: Date;
  last_accessed_at: Date;
  /** Partial, because a service key may write rows by hand. */
  metadata: Partial<ObjectMetadata> | null;
  user_metadata: Readonly<Record<string, unknown>> | null;
}

export interface NewObject {
  id: string;
  bucketId: string;
  name: string;
  version: string;
  ownerId: string | null;
  metadata: Partial<ObjectMetadata>;
  userMetadata: Readonly<Record<string, unknown>> | null;
}

const COLUMNS = `id, bucket_id, name, owner, owner_id, version, created_at, updated_at, last_accessed_at, metadata, user_metadata`;

export async function findObject(
  db: Pool | ClientBase,
  bucketId: string,
  name: string,
): Promise<ObjectRow | undefined> {
  const { rows } = await db.query<ObjectRow>(
    `select ${COLUMNS} from storage.objects where bucket_id = $1 and name = $2`,
    [bucketId, name],
  );
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

/** Until the transaction ends, nobody else replaces or makes this object. */
export async function lockName(db: ClientBase, bucketId: string, name: string): Promise<void> {
  await db.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`storage ${bucketId}/${name}`]);
}

/**
 * Writes the row as the caller. An existing name is a unique violation (23505) unless `isUpsert`; then the right to
 * insert, read and update is needed, as hosted has it.
 */
export async function writeObject(db: ClientBase, object: NewObject, isUpsert: boolean): Promise<string> {
  const values = [
    object.id,
    object.bucketId,
    object.name,
    object.ownerId,
    object.version,
    JSON.stringify(object.metadata),
    object.userMetadata === null ? null : JSON.stringify(object.userMetadata),
  ];
  const insert = `insert into storage.objects (id, bucket_id, name, owner_id, owner, version, metadata, user_metadata)
    values ($1, $2, $3, $4, case when $4 ~ '^[0-9a-f-]{36}$' then $4::uuid end, $5, $6, $7)`;
  if (!isUpsert) {
    await db.query(insert, values);
    return object.id;
  }
  const { rows } = await db.query<{ id: string }>(
    `${insert} on conflict (bucket_id, name) do update set owner_id = excluded.owner_id, owner = excluded.owner,
       version = excluded.version, metadata = excluded.metadata, user_metadata = excluded.user_metadata,
       last_accessed_at = now()
     returning id`,
    values,
  );
  return rows[0]?.id ?? object.id;
}

/** False when there is no such object for this caller. Throws 23505 when the destination is taken. */
export async function renameObject(
  db: ClientBase,
  from: { bucketId: string; name: string },
  to: { bucketId: string; name: string },
): Promise<boolean> {
  const { rowCount } = await db.query(
    "update storage.objects set bucket_id = $3, name = $4 where bucket_id = $1 and name = $2",
    [from.bucketId, from.name, to.bucketId, to.name],
  );
  return rowCount === 1;
}

/** Removes what the caller may remove of these names, and returns it. */
export async function deleteObjects(
  db: ClientBase,
  bucketId: string,
  names: readonly string[],
): Promise<ObjectRow[]> {
  const { rows } = await db.query<ObjectRow>(
    `delete from storage.objects where bucket_id = $1 and name = any($2) returning ${COLUMNS}`,
    [bucketId, names],
  );
  return rows;
}

/** Removes up to `max` objects that the caller may remove; fewer come back when there are no more. */
export async function deleteSomeObjects(db: ClientBase, bucketId: string, max: number): Promise<ObjectRow[]> {
  const { rows } = await db.query<ObjectRow>(
    `delete from storage.objects where id in (select id from storage.objects where bucket_id = $1 limit $2)
     returning ${COLUMNS}`,
    [bucketId, max],
  );
  return rows;
}

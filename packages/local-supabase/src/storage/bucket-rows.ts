import type { ClientBase, Pool } from "pg";
import { StorageError } from "./storage-error.ts";

/** A bucket as the API shows it. */
interface BucketRow {
  id: string;
  name: string;
  owner: string;
  public: boolean;
  /** In bytes. */
  file_size_limit: number | null;
  allowed_mime_types: string[] | null;
  created_at: Date;
  updated_at: Date;
}

/** What a bucket asks of its uploads. */
export interface BucketRules {
  isPublic: boolean;
  maxObjectBytes: number;
  allowedMimeTypes: readonly string[] | null;
}

export interface BucketSettings {
  public?: boolean | undefined;
  file_size_limit?: number | null | undefined;
  allowed_mime_types?: string[] | null | undefined;
}

interface BucketFilter {
  limit: number;
  offset: number;
  search: string;
  sortColumn: keyof typeof SORT_COLUMNS;
  sortOrder: "asc" | "desc";
}

export const SORT_COLUMNS = {
  id: "id",
  name: "name",
  created_at: "created_at",
  updated_at: "updated_at",
} as const;

/** Largest object where a bucket sets no limit: hosted's own for a plain upload. */
const SERVER_LIMIT_BYTES = 5 * 1024 ** 3;

const COLUMNS = `id, name, coalesce(owner_id, owner::text, '') as owner, coalesce(public, false) as public,
  file_size_limit::float8 as file_size_limit, allowed_mime_types, created_at, updated_at`;

/** The rules of a bucket, whoever asks. Throws NoSuchBucket. */
export async function bucketRules(adminPool: Pool, bucketId: string): Promise<BucketRules> {
  const row = await findBucket(adminPool, bucketId);
  if (!row) throw new StorageError("noSuchBucket");
  const maxObjectBytes = Math.min(row.file_size_limit ?? SERVER_LIMIT_BYTES, SERVER_LIMIT_BYTES);
  const isRestricted = row.allowed_mime_types !== null && row.allowed_mime_types.length > 0;
  return {
    isPublic: row.public,
    maxObjectBytes,
    allowedMimeTypes: isRestricted ? row.allowed_mime_types : null,
  };
}

export async function findBucket(db: Pool | ClientBase, bucketId: string): Promise<BucketRow | undefined> {
  const { rows } = await db.query<BucketRow>(`select ${COLUMNS} from storage.buckets where id = $1`, [
    bucketId,
  ]);
  return rows[0];
}

export async function listBuckets(db: ClientBase, filter: BucketFilter): Promise<BucketRow[]> {
  const { rows } = await db.query<BucketRow>(
    `select ${COLUMNS} from storage.buckets where position(lower($1) in lower(name)) > 0
     order by ${SORT_COLUMNS[filter.sortColumn]} ${filter.sortOrder === "desc" ? "desc" : "asc"} limit $2 offset $3`,
    [filter.search, filter.limit, filter.offset],
  );
  return rows;
}

export async function insertBucket(
  db: ClientBase,
  bucket: BucketSettings & { id: string; ownerId: string | null },
): Promise<void> {
  // No RETURNING: that would ask for the right to read what was just written.
  await db.query(
    `insert into storage.buckets (id, name, owner_id, owner, public, file_size_limit, allowed_mime_types)
     values ($1, $1, $2, case when $2 ~ '^[0-9a-f-]{36}$' then $2::uuid end, $3, $4, $5)`,
    [
      bucket.id,
      bucket.ownerId,
      bucket.public ?? false,
      bucket.file_size_limit ?? null,
      bucket.allowed_mime_types ?? null,
    ],
  );
}

/** What is undefined stays as it is. False when the caller may not change it or it does not exist. */
export async function updateBucket(
  db: ClientBase,
  bucketId: string,
  changes: BucketSettings,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update storage.buckets set public = coalesce($2, public),
       file_size_limit = case when $3 then $4 else file_size_limit end,
       allowed_mime_types = case when $5 then $6::text[] else allowed_mime_types end,
       updated_at = now()
     where id = $1`,
    [
      bucketId,
      changes.public ?? null,
      changes.file_size_limit !== undefined,
      changes.file_size_limit ?? null,
      changes.allowed_mime_types !== undefined,
      changes.allowed_mime_types ?? null,
    ],
  );
  return rowCount === 1;
}

export async function deleteBucket(db: ClientBase, bucketId: string): Promise<boolean> {
  const { rowCount } = await db.query("delete from storage.buckets where id = $1", [bucketId]);
  return rowCount === 1;
}

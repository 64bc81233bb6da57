import type { ClientBase, Pool } from "pg";
import { checkMimePattern } from "./mime-types.ts";
import { StorageError } from "./storage-error.ts";

/** A bucket as the API shows it. */
interface BucketRow {
  id: string;
  name: string;
  owner: string;
  public: boolean;
  type: "STANDARD";
  /** In bytes. */
  file_size_limit: number | null;
  allowed_mime_types: string[] | null;
  created_at: Date;
  updated_at: Date;
}

/** What is undefined stays as it is. */
export interface BucketSettings {
  public: boolean | undefined;
  /** In bytes. */
  fileSizeLimit: number | null | undefined;
  allowedMimeTypes: string[] | null | undefined;
}

/** What a bucket asks of its uploads. */
export interface BucketRules {
  maxObjectBytes: number;
  allowedMimeTypes: readonly string[];
}

/** Largest object of a resumable upload, and of a plain one, where a bucket sets no lower limit: hosted's own. */
export const MAX_OBJECT_BYTES = 50 * 1024 ** 3;
const UNIT_BYTES: Readonly<Record<string, number>> = {
  "": 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3,
}; // prettier-ignore

const COLUMNS = `id, name, coalesce(owner_id, owner::text, '') as owner, coalesce(public, false) as public,
  'STANDARD' as type, file_size_limit::float8 as file_size_limit, allowed_mime_types, created_at, updated_at`;

/** Throws NoSuchBucket when there is none that `db` may see. */
export async function findBucket(db: Pool | ClientBase, bucketId: string): Promise<BucketRow> {
  const { rows } = await db.query<BucketRow>(`select ${COLUMNS} from storage.buckets where id = $1`, [
    bucketId,
  ]);
  if (!rows[0]) throw new StorageError("noSuchBucket");
  return rows[0];
}

/** The rules for an upload of that name, whoever asks. Throws NoSuchBucket. */
export async function rulesFor(adminPool: Pool, bucketId: string, name: string): Promise<BucketRules> {
  const bucket = await findBucket(adminPool, bucketId);
  // How Supabase's dashboard makes a folder: nothing to limit but its size.
  if (name.endsWith(".emptyFolderPlaceholder")) return { maxObjectBytes: 0, allowedMimeTypes: [] };
  return {
    maxObjectBytes: Math.min(bucket.file_size_limit ?? MAX_OBJECT_BYTES, MAX_OBJECT_BYTES),
    allowedMimeTypes: bucket.allowed_mime_types ?? [],
  };
}

/** `order` and `column` must come from an allow-list. */
export async function listBuckets(
  db: ClientBase,
  filter: { search: string; sortColumn: string; sortOrder: string; limit: number; offset: number },
): Promise<BucketRow[]> {
  const { rows } = await db.query<BucketRow>(
    `select ${COLUMNS} from storage.buckets where position(lower($1) in lower(name)) > 0
     order by ${filter.sortColumn} ${filter.sortOrder} limit $2 offset $3`,
    [filter.search, filter.limit, filter.offset],
  );
  return rows;
}

export async function insertBucket(
  db: ClientBase,
  id: string,
  ownerId: string | null,
  settings: BucketSettings,
): Promise<void> {
  // No RETURNING: that would ask for the right to read what was just written.
  await db.query(
    `insert into storage.buckets (id, name, owner_id, owner, public, file_size_limit, allowed_mime_types)
     values ($1, $1, $2, storage.as_uuid($2), $3, $4, $5)`,
    [
      id,
      ownerId,
      settings.public ?? false,
      settings.fileSizeLimit ?? null,
      settings.allowedMimeTypes ?? null,
    ],
  );
}

/** Throws NoSuchBucket when the caller may not change it or it does not exist. */
export async function updateBucket(db: ClientBase, id: string, changes: BucketSettings): Promise<void> {
  const { rowCount } = await db.query(
    `update storage.buckets set public = coalesce($2, public),
       file_size_limit = case when $3 then $4 else file_size_limit end,
       allowed_mime_types = case when $5 then $6::text[] else allowed_mime_types end,
       updated_at = now()
     where id = $1`,
    [
      id,
      changes.public ?? null,
      changes.fileSizeLimit !== undefined,
      changes.fileSizeLimit ?? null,
      changes.allowedMimeTypes !== undefined,
      changes.allowedMimeTypes ?? null,
    ],
  );
  if (rowCount === 0) throw new StorageError("noSuchBucket");
}

/** `20MB`, `1.5GB`, `512kib` or plain bytes; 0 is no limit, as hosted has it. */
export function parseSizeLimit(limit: string | number | null | undefined): number | null | undefined {
  if (limit === null || limit === undefined) return limit;
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)\s*([kmg]?i?b)?$/i.exec(String(limit).trim()) ?? [];
  const factor = UNIT_BYTES[unit.toLowerCase()];
  if (amount === undefined || factor === undefined)
    throw new StorageError("invalidRequest", "Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B");
  const bytes = Math.floor(Number(amount) * factor);
  if (bytes > MAX_OBJECT_BYTES) throw new StorageError("tooLarge");
  return bytes === 0 ? null : bytes;
}

export function parseMimePatterns(patterns: string[] | null | undefined): string[] | null | undefined {
  return patterns && [...new Set(patterns.map(checkMimePattern))];
}

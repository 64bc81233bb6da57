import type { ClientBase } from "pg";
import { z } from "zod";
import type { ObjectRow } from "./objects.ts";
import { StorageError } from "./storage-error.ts";

/** A file or a folder. A folder exists only as the start of names: it has no id. */
type Entry = { name: string } & {
  [Column in "id" | "updated_at" | "created_at" | "last_accessed_at" | "metadata"]: ObjectRow[Column] | null;
};

const text = z.string().max(1_024);
const order = z.enum(["asc", "desc"]).nullish();

export const listSchema = z.object({
  prefix: text,
  search: text.nullish(),
  limit: z.number().int().min(1).nullish(),
  offset: z.number().int().min(0).nullish(),
  sortBy: z
    .object({ column: z.enum(["name", "updated_at", "created_at", "last_accessed_at"]).nullish(), order })
    .nullish(),
});

const sortByV2 = z.object({ column: z.enum(["name", "updated_at", "created_at"]), order });
export const listV2Schema = z.object({
  prefix: text.nullish(),
  limit: z.number().int().min(1).nullish(),
  cursor: z.string().max(4_096).nullish(),
  with_delimiter: z.boolean().nullish(),
  sortBy: sortByV2.nullish(),
  noncurrentVersions: z.literal("exclude").nullish(),
  deleteMarkers: z.literal("exclude").nullish(),
  exactMatch: z.literal(false).nullish(),
});
const cursorSchema = z.object({ sortBy: sortByV2, key: z.string(), value: z.string() });

/**
 * The files of a bucket whose names start with $2, those below a deeper slash folded into folders when $3. A folder's
 * key ends with a slash and its times are those of its first file.
 */
const ENTRIES = `select left(name, length($2) + position('/' in substr(name, length($2) + 1))) as key, null::uuid as id,
    min(created_at) as updated_at, min(created_at) as created_at, min(created_at) as last_accessed_at, null::jsonb as metadata
  from storage.objects
  where $3 and bucket_id = $1 and STARTS and position('/' in substr(name, length($2) + 1)) > 0 group by 1
  union all
  select name, id, updated_at, created_at, last_accessed_at, metadata from storage.objects
  where bucket_id = $1 and STARTS and not ($3 and position('/' in substr(name, length($2) + 1)) > 0)`;

/** Version 1: what lies in the folder `prefix` and starts with `search`, whatever the case; folders have no times. */
export async function listObjects(
  db: ClientBase,
  bucketId: string,
  filter: z.infer<typeof listSchema>,
): Promise<Entry[]> {
  const folder = filter.prefix.replace(/^\/+|\/+$/g, "");
  const start = folder === "" ? "" : `${folder}/`;
  const direction = filter.sortBy?.order ?? "asc";
  const column = filter.sortBy?.column ?? "name";
  const key = `lower(key) collate "C" ${direction}`;
  const { rows } = await db.query<Entry>(
    `select substr(rtrim(key, '/'), $4) as name, id, case when id is not null then updated_at end as updated_at,
       case when id is not null then created_at end as created_at,
       case when id is not null then last_accessed_at end as last_accessed_at, metadata
     from (${ENTRIES.replaceAll("STARTS", "starts_with(lower(name), lower($2))")}) as entries where length(key) >= $4
     order by ${column === "name" ? key : `id is not null, entries.${column} ${direction}, ${key}`} limit $5 offset $6`,
    [
      bucketId,
      start + (filter.search ?? ""),
      true,
      start.length + 1,
      filter.limit ?? 100,
      filter.offset ?? 0,
    ],
  );
  return rows;
}

/** Version 2: a page of full names under a prefix, in one order for files and folders, and where to go on. */
export async function listObjectsV2(db: ClientBase, bucketId: string, filter: z.infer<typeof listV2Schema>) {
  const after = filter.cursor ? readCursor(filter.cursor) : null;
  const sortBy = after?.sortBy ?? filter.sortBy ?? { column: "name" };
  const direction = sortBy.order ?? "asc";
  const limit = Math.min(filter.limit ?? 1_000, 1_000);
  const value =
    sortBy.column === "name"
      ? "''"
      : `to_char(${sortBy.column} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`;
  const { rows } = await db.query<Entry & { key: string; sort_value: string }>(
    `select * from (select key as name, entries.*, ${value} as sort_value
       from (${ENTRIES.replaceAll("STARTS", "starts_with(name, $2)")}) as entries) as sorted
     where $4::text is null
       or (sort_value collate "C", key collate "C") ${direction === "asc" ? ">" : "<"} ($4, $5::text)
     order by sort_value collate "C" ${direction}, key collate "C" ${direction} limit $6`,
    [
      bucketId,
      filter.prefix ?? "",
      filter.with_delimiter ?? false,
      after?.value ?? null,
      after?.key ?? null,
      limit + 1,
    ],
  );
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    hasNext: last !== undefined,
    nextCursor: last && writeCursor({ sortBy, key: last.key, value: last.sort_value }),
    folders: page.filter(({ id }) => id === null).map(({ name, key }) => ({ name, key })),
    objects: page.filter(({ id }) => id !== null).map(({ sort_value: _order, ...object }) => object),
  };
}

function writeCursor(cursor: z.infer<typeof cursorSchema>): string {
  return Buffer.from(JSON.stringify(cursor)).toString("base64");
}

function readCursor(text: string): z.infer<typeof cursorSchema> {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, "base64").toString()));
  } catch {
    throw new StorageError("invalidParameter", "Invalid Parameter continuation token");
  }
}

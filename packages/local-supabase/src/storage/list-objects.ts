import type { ClientBase } from "pg";
import type { ObjectRow } from "./object-rows.ts";

/** One file or folder directly inside the prefix. A folder exists only as the start of names: it has no id. */
type ListedEntry = Pick<ObjectRow, "name" | "metadata"> & {
  id: string | null;
  updated_at: Date | null;
  created_at: Date | null;
  last_accessed_at: Date | null;
};

interface ListFilter {
  /** Folder to look into, with or without a slash at its end; empty for the bucket's root. */
  prefix: string;
  /** Start of the names wanted, whatever their case. */
  search: string;
  limit: number;
  offset: number;
  sortColumn: keyof typeof LIST_SORT_COLUMNS;
  sortOrder: "asc" | "desc";
}

export const LIST_SORT_COLUMNS = {
  name: "name",
  updated_at: "updated_at",
  created_at: "created_at",
  last_accessed_at: "last_accessed_at",
} as const;

/** The entries that the caller may see: folders first, then files in the order asked for. */
export async function listObjects(
  db: ClientBase,
  bucketId: string,
  filter: ListFilter,
): Promise<ListedEntry[]> {
  const folder = filter.prefix.replace(/^\/+|\/+$/g, "");
  const start = folder === "" ? "" : `${folder}/`;
  const order = filter.sortOrder === "desc" ? "desc" : "asc";
  const { rows } = await db.query<ListedEntry>(
    `with inside as (
       select o.*, substr(o.name, length($2) + 1) as rest
       from storage.objects o
       where o.bucket_id = $1 and o.name like $3 and substr(o.name, length($2) + 1) ilike $4
     ), entries as (
       select true as is_folder, split_part(rest, '/', 1) as name, null::uuid as id, null::timestamptz as updated_at,
         null::timestamptz as created_at, null::timestamptz as last_accessed_at, null::jsonb as metadata
       from inside where position('/' in rest) > 0
       group by split_part(rest, '/', 1)
       union all
       select false, rest, id, updated_at, created_at, last_accessed_at, metadata
       from inside where position('/' in rest) = 0 and rest <> ''
     )
     select name, id, updated_at, created_at, last_accessed_at, metadata from entries
     order by is_folder desc, ${LIST_SORT_COLUMNS[filter.sortColumn]} ${order}, name ${order}
     limit $5 offset $6`,
    [
      bucketId,
      start,
      `${asLikePattern(start)}%`,
      `${asLikePattern(filter.search)}%`,
      filter.limit,
      filter.offset,
    ],
  );
  return rows;
}

function asLikePattern(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

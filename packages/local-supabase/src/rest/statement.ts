import type { Format } from "./request-headers.ts";
import type { Parameters } from "./sql-builder.ts";

export interface Statement {
  text: string;
  values: unknown[];
}

/** The one row that every statement of the REST server returns. Counts are int8, which node-pg gives as text. */
export interface StatementRow {
  total: string | null;
  page_count: string;
  /** JSON made by Postgres: node-pg would bend int8, numeric and timestamps. */
  body: string | null;
  response_status: string | null;
  response_headers: string | null;
  /** Columns of the new row's primary key, as an object of strings. */
  location: string | null;
  /** How many rows an upsert added. */
  inserted: string | null;
}

interface StatementParts {
  /** Common table expressions, in order, without `with`. */
  ctes: string[];
  /** What follows `from`: rows of the body. Its alias must be `_row`. */
  from: string;
  /** Undefined: no body. */
  format: Format | undefined;
  /** A scalar query, or nothing when no total was asked for. */
  total?: string | undefined;
  /** What to take of each row instead of the row itself. */
  item?: string;
  /** An expression over the rows. */
  location?: string | undefined;
  /** Whether rows that an upsert adds were counted. */
  isCounted?: boolean;
}

/** Counts what an upsert adds, apart from what it updates. Held for the transaction alone. */
export const INSERTED = "spool.inserted";

/** Wraps rows into one row of JSON text, counts, and what functions set in `response.status` and `response.headers`. */
export function statement(parameters: Parameters, parts: StatementParts): Statement {
  const { format } = parts;
  const aggregate = `json_agg(${parts.item ?? "_row"})`;
  const json = format?.stripNulls ? `json_strip_nulls(${aggregate})` : aggregate;
  const body =
    format &&
    (format.form === "object" ? `coalesce(${json} -> 0, 'null')::text` : `coalesce(${json}, '[]')::text`);
  const setting = (name: string) => `nullif(current_setting('${name}', true), '')`;
  const ctes = parts.ctes.length > 0 ? `with ${parts.ctes.join(", ")} ` : "";
  const text =
    `${ctes}select ${parts.total ?? "null"} as total, count(*) as page_count, ${body ?? "null"} as body, ` +
    `${setting("response.status")} as response_status, ${setting("response.headers")} as response_headers, ` +
    `${parts.isCounted ? setting(INSERTED) : "null"} as inserted, ${parts.location ?? "null"} as location from ${parts.from}`;
  return { text, values: parameters.values };
}

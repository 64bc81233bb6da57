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
  location: string | null;
}

export type BodyForm = "array" | "object" | "none";

interface StatementParts {
  /** Common table expressions, in order, without `with`. */
  ctes: string[];
  /** What follows `from`: rows of the body. Its alias must be `_row`. */
  from: string;
  form: BodyForm;
  stripNulls: boolean;
  /** A scalar query, or nothing when no total was asked for. */
  total?: string | undefined;
  /** What to take of each row instead of the row itself. */
  item?: string | undefined;
  location?: string | undefined;
}

/** Wraps rows into one row of JSON text, counts, and what functions set in `response.status` and `response.headers`. */
export function statement(parameters: Parameters, parts: StatementParts): Statement {
  const aggregate = `json_agg(${parts.item ?? "_row"})`;
  const json = parts.stripNulls ? `json_strip_nulls(${aggregate})` : aggregate;
  const body = {
    array: `coalesce(${json}, '[]')::text`,
    object: `coalesce(${json} -> 0, 'null')::text`,
    none: "null",
  };
  const ctes = parts.ctes.length > 0 ? `with ${parts.ctes.join(", ")} ` : "";
  const text =
    `${ctes}select ${parts.total ?? "null"} as total, count(*) as page_count, ${body[parts.form]} as body, ` +
    "nullif(current_setting('response.status', true), '') as response_status, " +
    "nullif(current_setting('response.headers', true), '') as response_headers, " +
    `${parts.location ?? "null"} as location from ${parts.from}`;
  return { text, values: parameters.values };
}

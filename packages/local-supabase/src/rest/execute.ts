import { createHash } from "node:crypto";
import type pg from "pg";
import { queryAsRole, withRole, type RequestContext } from "../postgres/as-role.ts";
import { namesOneRow } from "./names-one-row.ts";
import type { RestQuery } from "./parse-query.ts";
import type { Preferences } from "./preferences.ts";
import { MAX_ROWS } from "./read-sql.ts";
import type { Format } from "./request-headers.ts";
import { RestError } from "./rest-error.ts";
import type { Relation, RpcFunction } from "./schema-cache.ts";
import type { Statement, StatementRow } from "./statement.ts";
import type { Write } from "./write.ts";

interface RequestPlan {
  query: RestQuery;
  preferences: Preferences;
  format: Format;
  method: string;
  /** The query string, sorted. */
  canonicalQuery: string;
}

/** A request compiled to SQL, with what the answer depends on. */
export type Execution =
  | (RequestPlan & { kind: "read"; main: Statement; estimate: Statement | undefined; relation: Relation })
  | (RequestPlan & { kind: Write["kind"]; main: Statement | undefined; relation: Relation })
  | (RequestPlan & { kind: "call"; main: Statement; fn: RpcFunction });

export interface Result {
  /** Rows there are in all, where that was asked for. */
  total: number | undefined;
  /** Rows in this answer, or changed. */
  count: number;
  body: string | null;
  responseStatus: number | undefined;
  responseHeaders: string | null;
  location: string | null;
  /** Rows that an upsert added; undefined where it was not counted. */
  inserted: number | undefined;
}

const NOTHING: Result = {
  total: undefined,
  count: 0,
  body: "[]",
  responseStatus: undefined,
  responseHeaders: null,
  location: null,
  inserted: undefined,
};

/** Runs it in one transaction, which is undone when the result is not what the request said it must be. */
export async function execute(pool: pg.Pool, context: RequestContext, execution: Execution): Promise<Result> {
  const { kind, main, preferences } = execution;
  if (!main) return checked(execution, NOTHING);
  const readOnly =
    execution.method === "GET" ||
    execution.method === "HEAD" ||
    (kind === "call" && !execution.fn.isVolatile);
  const settings = settingsOf(execution);
  const options = {
    readOnly,
    keepsPlan: kind === "insert" || (kind !== "call" && namesOneRow(execution.query, execution.relation)),
    rollBack: preferences.tx === "rollback",
    settings,
  };

  const estimate = kind === "read" ? execution.estimate : undefined;
  const mayUndo =
    !readOnly &&
    (execution.format.form === "object" || preferences.maxAffected !== undefined || kind === "upsert");
  const hasSettings = Object.keys(settings).length > 0;
  if (!estimate && !mayUndo && !hasSettings && !options.rollBack) {
    const { rows } = await queryAsRole<StatementRow>(pool, context, prepared(main), options);
    return checked(execution, resultOf(rows[0]));
  }
  return withRole(
    pool,
    context,
    async (client) => {
      const { rows } = await client.query<StatementRow>(prepared(main, "transaction_"));
      const result = checked(execution, resultOf(rows[0]));
      return estimate ? { ...result, total: await estimatedTotal(client, estimate, result) } : result;
    },
    options,
  );
}

/** What the transaction begins with, beside the request. */
function settingsOf({ preferences: { timezone }, ...plan }: Execution): Record<string, string> {
  const timeout = plan.kind === "call" ? plan.fn.statementTimeout : null;
  return {
    ...(timezone === undefined ? {} : { timezone }),
    ...(timeout === null ? {} : { statement_timeout: timeout }),
  };
}

/** What a plan expects, or the exact total where that is small enough to have been counted. */
async function estimatedTotal(
  client: pg.PoolClient,
  estimate: Statement,
  { total }: Result,
): Promise<number> {
  if (total !== undefined && total <= MAX_ROWS) return total;
  const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] }>(estimate);
  const planned = rows[0]?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? 0;
  return Math.max(planned, total ?? 0);
}

function checked(execution: Execution, result: Result): Result {
  const { kind, preferences, format } = execution;
  const { maxAffected } = preferences;
  if (maxAffected !== undefined && kind === "call" && !execution.fn.isSet) {
    const message =
      "Function must return SETOF or TABLE when max-affected preference is used with handling=strict";
    throw new RestError(400, "PGRST128", message);
  }
  const isCapped = kind === "update" || kind === "delete" || kind === "call";
  if (isCapped && maxAffected !== undefined && result.count > maxAffected) {
    throw new RestError(400, "PGRST124", "Query result exceeds max-affected preference constraint", {
      details: `The query affects ${result.count} rows`,
    });
  }
  if (kind === "upsert" && result.count !== 1) {
    throw new RestError(400, "PGRST115", "Payload values do not match URL in primary key column(s)");
  }
  if (format.form === "object" && result.count !== 1) {
    throw new RestError(406, "PGRST116", "Cannot coerce the result to a single JSON object", {
      details: `The result contains ${result.count} rows`,
    });
  }
  return result;
}

function resultOf(row: StatementRow | undefined): Result {
  if (!row) throw new Error("The statement returned no row");
  return {
    total: row.total === null ? undefined : Number(row.total),
    count: Number(row.page_count),
    body: row.body,
    responseStatus: row.response_status === null ? undefined : Number(row.response_status),
    responseHeaders: row.response_headers,
    location: row.location,
    inserted: row.inserted === null ? undefined : Number(row.inserted),
  };
}

/**
 * Statements are prepared once a connection, by a name made of their text: planning costs more than most of them do.
 * The first shapes seen are kept; a client that invents ever new ones gets unnamed statements and fills no memory.
 */
const MAX_NAMED_STATEMENTS = 500;
const names = new Map<string, string>();

/** @param prefix Apart for each way to send: node-pg and ours do not know what the other has prepared. */
function prepared({ text, values }: Statement, prefix = ""): pg.QueryConfig {
  const known = names.get(text);
  if (known !== undefined) return { name: prefix + known, text, values };
  if (names.size >= MAX_NAMED_STATEMENTS) return { text, values };
  const name = createHash("sha256").update(text).digest("base64url").slice(0, 32);
  names.set(text, name);
  return { name: prefix + name, text, values };
}

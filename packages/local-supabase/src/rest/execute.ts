import { createHash } from "node:crypto";
import type pg from "pg";
import { queryAsRole, withRole, type RequestContext } from "../postgres/as-role.ts";
import type { RestQuery } from "./parse-query.ts";
import type { Preferences } from "./preferences.ts";
import { MAX_ROWS } from "./read.ts";
import { RestError } from "./rest-error.ts";
import type { RpcFunction } from "./schema-cache.ts";
import type { BodyForm, Statement, StatementRow } from "./statement.ts";

interface RequestPlan {
  query: RestQuery;
  preferences: Preferences;
  form: Exclude<BodyForm, "none">;
  method: string;
}

/** A request compiled to SQL, with what the answer depends on. */
export type Execution =
  | (RequestPlan & { kind: "read"; main: Statement; estimate: Statement | undefined })
  | (RequestPlan & { kind: "insert" | "update" | "delete"; main: Statement | undefined; path: string })
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
}

const NOTHING: Result = {
  total: undefined,
  count: 0,
  body: "[]",
  responseStatus: undefined,
  responseHeaders: null,
  location: null,
};

/** Runs it in one transaction, which is undone when the result is not what the request said it must be. */
export async function execute(pool: pg.Pool, context: RequestContext, execution: Execution): Promise<Result> {
  const { kind, main, preferences } = execution;
  if (!main) return checked(execution, NOTHING);
  const isGet = execution.method === "GET" || execution.method === "HEAD";
  const options = { readOnly: isGet, rollBack: preferences.tx === "rollback" };

  const estimate = kind === "read" ? execution.estimate : undefined;
  const mayUndo = !isGet && (execution.form === "object" || preferences.maxAffected !== undefined);
  if (!estimate && !mayUndo) {
    const { rows } = await queryAsRole<StatementRow>(pool, context, prepared(main), options);
    return checked(execution, resultOf(rows[0]));
  }
  return withRole(
    pool,
    context,
    async (client) => {
      const { rows } = await client.query<StatementRow>(prepared(main));
      const result = checked(execution, resultOf(rows[0]));
      return estimate ? { ...result, total: await estimatedTotal(client, estimate, result) } : result;
    },
    options,
  );
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
  const { maxAffected } = execution.preferences;
  if (execution.kind !== "read" && maxAffected !== undefined && result.count > maxAffected) {
    throw new RestError(400, "PGRST124", "Query result exceeds max-affected preference constraint", {
      details: `The query affects ${result.count} rows`,
    });
  }
  if (isSingular(execution) && result.count !== 1) {
    throw new RestError(406, "PGRST116", "Cannot coerce the result to a single JSON object", {
      details: `The result contains ${result.count} rows`,
    });
  }
  return result;
}

/** Whether exactly one row must come back. */
function isSingular(execution: Execution): boolean {
  if (execution.form !== "object") return false;
  if (execution.kind === "read") return true;
  if (execution.kind === "call") return execution.fn.isSet;
  return execution.preferences.return === "representation";
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
  };
}

/**
 * Statements are prepared once a connection, by a name made of their text: planning costs more than most of them do.
 * The first shapes seen are kept; a client that invents ever new ones gets unnamed statements and fills no memory.
 */
const MAX_NAMED_STATEMENTS = 500;
const names = new Map<string, string>();

function prepared({ text, values }: Statement): pg.QueryConfig {
  const known = names.get(text);
  if (known !== undefined) return { name: known, text, values };
  if (names.size >= MAX_NAMED_STATEMENTS) return { text, values };
  const name = createHash("sha256").update(text).digest("base64url").slice(0, 32);
  names.set(text, name);
  return { name, text, values };
}

import pg from "pg";
import { inOneTrip, type NamedStatement } from "./one-trip.ts";

/** Whom and what a request's transaction stands for. */
export interface RequestContext {
  /** One of the three API roles, already checked. */
  role: "anon" | "authenticated" | "service_role";
  /** Claims of the verified token, or of the key. */
  claims: Readonly<Record<string, unknown>>;
  /** Lower-case names. Functions read them as `request.headers`. */
  headers?: Readonly<Record<string, string>>;
  method?: string;
  path?: string;
}

interface TransactionOptions {
  readOnly?: boolean;
  /** No value of the statement's parameters could make another plan better, so one is kept, whatever the role says. */
  keepsPlan?: boolean;
  /** More settings for this transaction alone, such as `realtime.topic`. */
  settings?: Readonly<Record<string, string>>;
  /** Roll back even when all went well: for probing a policy. */
  rollBack?: boolean;
}

/**
 * Settings of the roles, which PostgREST sets with each request: SET ROLE alone would keep the login role's. Timeouts as hosted
 * Supabase has them, plans as the migrations say. Asserted against the catalogue by a test.
 */
const STATEMENT_TIMEOUT: Readonly<Record<RequestContext["role"], string>> = {
  anon: "3s",
  authenticated: "8s",
  service_role: "8s",
};
const PLAN_CACHE_MODE: Readonly<Record<RequestContext["role"], string>> = {
  anon: "auto",
  authenticated: "force_custom_plan",
  service_role: "auto",
};

const SETTING_NAMES = [
  "request.jwt.claims",
  "request.headers",
  "request.cookies",
  "request.method",
  "request.path",
  "statement_timeout",
  "plan_cache_mode",
  "role",
] as const;

const SETTINGS = {
  name: "spool_request_settings",
  text: `select ${["transaction_read_only", ...SETTING_NAMES]
    .map((name, index) => `set_config('${name}', $${index + 1}, true)`)
    .join(", ")}`,
};

/**
 * Runs `work` in one transaction as an API role, with the request visible to policies as `request.*` settings.
 *
 * Begin and settings travel as one statement, so a request costs three round trips. Commits, or rolls back on a throw.
 */
export async function withRole<T>(
  pool: pg.Pool,
  context: RequestContext,
  work: (client: pg.PoolClient) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query(openingStatement(context, options));
    const result = await work(client);
    await client.query(options.rollBack ? "rollback" : "commit");
    return result;
  } catch (error) {
    // A connection that cannot even roll back is broken: the pool must not hand it out again.
    await client.query("rollback").catch((rollbackError: unknown) => {
      failure = rollbackError instanceof Error ? rollbackError : new Error("Rollback failed");
    });
    throw error;
  } finally {
    client.release(failure);
  }
}

/**
 * Runs one statement in such a transaction in a single round trip; every column comes as text. Rejects with the error of
 * the statement, or of a constraint that is checked at the end.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows, as with `client.query<Row>`
export async function queryAsRole<Row extends object>(
  pool: pg.Pool,
  context: RequestContext,
  statement: NamedStatement,
  { readOnly = false, ...options }: Pick<TransactionOptions, "readOnly" | "keepsPlan"> = {},
): Promise<{ rows: Row[] }> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const settings = [readOnly ? "on" : "off", ...Object.values(settingsOf(context, options))];
    const rows = await inOneTrip(client, [{ ...SETTINGS, values: settings }, statement]);
    return { rows: rows as Row[] }; // columns of the caller's own statement
  } catch (error) {
    // What Postgres answers leaves no transaction open; anything else means that the connection went.
    if (!(error instanceof pg.DatabaseError))
      broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** In the order in which they are set: with the role, the right to change some of them is gone. */
function settingsOf(
  context: RequestContext,
  { keepsPlan = false }: TransactionOptions,
): Record<(typeof SETTING_NAMES)[number], string> {
  return {
    "request.jwt.claims": JSON.stringify(context.claims),
    "request.headers": JSON.stringify(context.headers ?? {}),
    "request.cookies": JSON.stringify(parseCookies(context.headers?.["cookie"])),
    "request.method": context.method ?? "",
    "request.path": context.path ?? "",
    statement_timeout: STATEMENT_TIMEOUT[context.role],
    plan_cache_mode: keepsPlan ? "auto" : PLAN_CACHE_MODE[context.role],
    role: context.role,
  };
}

function openingStatement(context: RequestContext, options: TransactionOptions): string {
  const { role, ...settings } = settingsOf(context, options);
  const calls = Object.entries({ ...settings, ...options.settings, role }).map(
    ([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, true)`,
  );
  return `begin${options.readOnly ? " read only" : ""}; select ${calls.join(", ")}`;
}

function parseCookies(header: string | undefined): Record<string, string> {
  if (header === undefined) return {};
  const pairs = header.split(";").map((part) => part.trim().split("="));
  return Object.fromEntries(pairs.map(([name = "", ...value]) => [name, value.join("=")]));
}

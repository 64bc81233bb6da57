import pg from "pg";

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
  /** More settings for this transaction alone, such as `realtime.topic`. */
  settings?: Readonly<Record<string, string>>;
  /** Roll back even when all went well: for probing a policy. */
  rollBack?: boolean;
}

/** As hosted Supabase has them; SET ROLE alone would keep the login role's. Asserted against the catalogue by a test. */
const STATEMENT_TIMEOUT: Readonly<Record<RequestContext["role"], string>> = {
  anon: "3s",
  authenticated: "8s",
  service_role: "8s",
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
 * Runs one statement in such a transaction in a single round trip: begin, statement and commit travel together, and
 * Postgres turns the commit into a rollback when the statement fails. Needs a pool of pipelining connections.
 */
export async function queryAsRole<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  context: RequestContext,
  query: pg.QueryConfig,
  options: TransactionOptions = {},
): Promise<pg.QueryResult<Row>> {
  const client = await pool.connect();
  let isBroken = true;
  try {
    const [opened, answered, ended] = await Promise.allSettled([
      client.query(openingStatement(context, options)),
      client.query<Row>(query),
      client.query(options.rollBack ? "rollback" : "commit"),
    ]);
    // A failed commit leaves no transaction open, unless the connection itself went.
    isBroken = ended.status === "rejected" && !(ended.reason instanceof pg.DatabaseError);
    // The first to fail is the cause; the others only say that the transaction was aborted.
    for (const outcome of [opened, answered, ended]) {
      if (outcome.status === "rejected") throw outcome.reason;
    }
    if (answered.status === "rejected") throw answered.reason;
    return answered.value;
  } finally {
    client.release(isBroken);
  }
}

function openingStatement(context: RequestContext, options: TransactionOptions): string {
  const settings: Record<string, string> = {
    "request.jwt.claims": JSON.stringify(context.claims),
    "request.headers": JSON.stringify(context.headers ?? {}),
    "request.cookies": JSON.stringify(parseCookies(context.headers?.["cookie"])),
    "request.method": context.method ?? "",
    "request.path": context.path ?? "",
    statement_timeout: STATEMENT_TIMEOUT[context.role],
    ...options.settings,
    role: context.role,
  };
  const calls = Object.entries(settings).map(
    ([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, true)`,
  );
  return `begin${options.readOnly ? " read only" : ""}; select ${calls.join(", ")}`;
}

function parseCookies(header: string | undefined): Record<string, string> {
  if (header === undefined) return {};
  const pairs = header.split(";").map((part) => part.trim().split("="));
  return Object.fromEntries(pairs.map(([name = "", ...value]) => [name, value.join("=")]));
}

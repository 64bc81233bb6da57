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
    await client.query("rollback").catch((rollbackError: Error) => (failure = rollbackError));
    throw error;
  } finally {
    client.release(failure);
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
  const pairs = header.split(";").map((part) => {
    const at = part.indexOf("=");
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const;
  });
  return Object.fromEntries(pairs.filter(([name]) => name !== ""));
}

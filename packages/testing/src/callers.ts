import { withRole } from "@spool/local-supabase/postgres/as-role";
import pg from "pg";

/** Runs one statement as somebody who calls over REST would, in a transaction of its own. */
export type Caller = <Row extends pg.QueryResultRow = pg.QueryResultRow>(
  sql: string,
  values?: unknown[],
) => Promise<pg.QueryResult<Row>>;

/** A signed-in person. `pool` logs in as `authenticator`. */
export function asUser(pool: pg.Pool, userId: string): Caller {
  const claims = { role: "authenticated", sub: userId };
  return (sql, values) =>
    withRole(pool, { role: "authenticated", claims }, (client) => client.query(sql, values));
}

/** Somebody with the publishable key only. */
export function asAnon(pool: pg.Pool): Caller {
  return (sql, values) =>
    withRole(pool, { role: "anon", claims: { role: "anon" } }, (client) => client.query(sql, values));
}

/** A program with the publishable key and an API key of Spool. */
export function asApiKey(pool: pg.Pool, key: string): Caller {
  const context = { role: "anon", claims: { role: "anon" }, headers: { "x-spool-key": key } } as const;
  return (sql, values) => withRole(pool, context, (client) => client.query(sql, values));
}

/** A program with the secret key. */
export function asService(pool: pg.Pool): Caller {
  return (sql, values) =>
    withRole(pool, { role: "service_role", claims: { role: "service_role" } }, (client) =>
      client.query(sql, values),
    );
}

import pg from "pg";
import type { Logger } from "pino";
import { toDatabaseError } from "./database-errors.ts";

const CONNECT_TIMEOUT_MS = 5_000;
/** Above the server's lock_timeout of 5 s. A server that is frozen, or cut off without a word, looks like a slow query. */
const QUERY_TIMEOUT_MS = 10_000;
const CONNECTIONS_MAX = 6;
/** Kept open, because opening one costs more than everything else between NOTIFY and a started job. */
const CONNECTIONS_MIN = 2;

/**
 * Anything that runs one statement: the pool, or a transaction's connection. Rejects with toDatabaseError's errors.
 *
 * A statement that is given `values`, be they none, is prepared once a connection: name the columns that it reads, because
 * one whose columns change under it is refused from then on.
 */
export interface Queryable {
  query(text: string, values?: unknown[]): Promise<pg.QueryResult<Record<string, unknown>>>;
}

export interface Database extends Queryable {
  /** Runs `work` in one transaction. Rolls back and rejects with its error when it throws. */
  transaction<T>(work: (connection: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens nothing by itself: the first statement connects. Connections that break are replaced by the next statement. */
export function openDatabase(databaseUrl: string, applicationName: string, log: Logger): Database {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: applicationName,
    max: CONNECTIONS_MAX,
    min: CONNECTIONS_MIN,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
  });
  // An idle connection that breaks would otherwise end the process. Whoever needs one next sees the outage.
  pool.on("error", (error) => log.debug({ err: error }, "An idle database connection broke"));

  return {
    query: (text, values) => pool.query(toConfig(text, values)).catch(rethrow),
    transaction: (work) => inTransaction(pool, work),
    close: () => pool.end(),
  };
}

/** Every text is a constant of ours or of pg-boss, so there are some dozens of them. */
const statementNames = new Map<string, string>();

function toConfig(text: string, values: unknown[] | undefined): pg.QueryConfig {
  if (values === undefined) return { text };
  const name = statementNames.get(text) ?? `worker_${statementNames.size}`;
  statementNames.set(text, name);
  return { name, text, values };
}

const rethrow = (error: unknown) => Promise.reject(toDatabaseError(error));

async function inTransaction<T>(pool: pg.Pool, work: (connection: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch(rethrow);
  const connection: Queryable = {
    query: (text, values) => client.query(toConfig(text, values)).catch(rethrow),
  };
  // A connection that breaks while it is checked out has no other listener, and would end the process.
  const noteBreak = () => undefined;
  client.on("error", noteBreak);
  let isClean = false;
  try {
    // Not waited for: the first statement of the work stands in line behind it.
    const begun = connection.query("begin");
    begun.catch(() => undefined);
    const result = await work(connection);
    await begun;
    await connection.query("commit");
    isClean = true;
    return result;
  } catch (error) {
    isClean = await connection.query("rollback").then(
      () => true,
      () => false,
    );
    throw error;
  } finally {
    client.off("error", noteBreak);
    client.release(!isClean); // a connection in an unknown state is closed, which rolls back as well
  }
}

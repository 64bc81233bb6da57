import pg from "pg";

/**
 * A pool whose connections may break at any time: a broken one is replaced on the next use.
 *
 * Without listeners, a server that shuts down would end this process, even through a connection that is just closing.
 */
export function openPool(connectionString: string, max: number, options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    ...options,
    connectionString,
    max,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
  });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

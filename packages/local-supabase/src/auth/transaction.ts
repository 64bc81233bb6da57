import type pg from "pg";

export async function inOneTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let isBroken = true;
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    isBroken = false;
    return result;
  } catch (error) {
    await client.query("rollback").then(
      () => (isBroken = false),
      () => undefined, // the connection went with the database: the pool drops it
    );
    throw error;
  } finally {
    client.release(isBroken);
  }
}

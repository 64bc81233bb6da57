import type { Pool } from "pg";

const EVERY_MS = 3_600_000;
const BATCH_ROWS = 10_000;

/** Removes messages older than three days, now and then every hour: they have long been delivered. Returns how to stop. */
export function startPruning(adminPool: Pool): () => void {
  const prune = () => {
    void pruneMessages(adminPool).catch((error: unknown) =>
      console.error("Old messages were not pruned", error),
    );
  };
  prune();
  const timer = setInterval(prune, EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** In batches, so that no transaction is long. Returns how many rows went. */
export async function pruneMessages(adminPool: Pool): Promise<number> {
  let prunedCount = 0;
  for (;;) {
    const { rowCount } = await adminPool.query(
      `delete from realtime.messages where ctid = any (array(
         select ctid from realtime.messages where inserted_at < now() at time zone 'utc' - interval '3 days' limit $1))`,
      [BATCH_ROWS],
    );
    prunedCount += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH_ROWS) return prunedCount;
  }
}

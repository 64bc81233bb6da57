import { claimNext, type ClaimedAttempt } from "../adapters/attempts.ts";
import type { Database } from "../adapters/database.ts";
import type { Delivery } from "../adapters/delivery.ts";

export interface DeliveredAttempt {
  attempt: ClaimedAttempt;
  /** The queue that it was delivered through. */
  queue: string;
}

/**
 * Takes up to `max` jobs for the node: an attempt of each, and its delivery, in one transaction.
 *
 * All or nothing. A process that dies before the commit leaves no trace; one that dies after it leaves attempts that
 * are given up on like any other, because their heartbeat began with the commit.
 */
export function claim(
  { database, delivery }: { database: Database; delivery: Delivery },
  node: { id: string; queue: string },
  max: number,
): Promise<DeliveredAttempt[]> {
  const { id: nodeId, queue } = node;
  return database.transaction(async (connection) => {
    const attempts = await claimNext(connection, nodeId, max);
    if (attempts.length > 0) await delivery.deliver(connection, queue, attempts);
    return attempts.map((attempt) => ({ attempt, queue }));
  });
}

import type { Logger } from "pino";
import { settleAttempt } from "../adapters/attempts.ts";
import { isPassing } from "../adapters/database-errors.ts";
import type { Database } from "../adapters/database.ts";
import type { Delivery, LostDelivery } from "../adapters/delivery.ts";
import { repeat, type Repetition } from "./repeat.ts";

const WATCH_INTERVAL_MS = 1_000;
const BATCH_MAX = 50;

/** Gives up on attempts whose worker is silent, on any node, and sends their jobs round again. Every worker does this. */
export function watchLostAttempts(deps: {
  database: Database;
  delivery: Delivery;
  /** False while silence may come from an outage that this worker saw itself, not from dead workers. */
  mayJudge(): boolean;
  onContact(succeeded: boolean): void;
  log: Logger;
}): Repetition {
  const watch = async () => {
    if (!deps.mayJudge()) return;
    await deps.delivery.supervise();
    while ((await settleBatch(deps)) === BATCH_MAX);
  };
  return repeat(WATCH_INTERVAL_MS, watch, (error) => {
    deps.onContact(false);
    const level = isPassing(error) ? "debug" : "error";
    deps.log[level]({ err: error }, "Could not look for lost attempts");
  });
}

/** Returns how many there were. One transaction: whoever dies in it leaves them to the next. */
function settleBatch(deps: { database: Database; delivery: Delivery; log: Logger }): Promise<number> {
  return deps.database.transaction(async (connection) => {
    const lost = await deps.delivery.takeLost(connection, BATCH_MAX);
    for (const { attemptId } of lost) {
      const status = await settleAttempt(connection, attemptId, { kind: "lost" });
      // Null: it was settled, or stopped by somebody, before it was given up on.
      if (status !== null)
        deps.log.warn({ attemptId, jobStatus: status }, "Gave up on an attempt whose node is silent");
    }
    if (lost.length > 0) await deps.delivery.finishLost(connection, lost.map(deliveryIdOf));
    return lost.length;
  });
}

const deliveryIdOf = ({ deliveryId }: LostDelivery) => deliveryId;

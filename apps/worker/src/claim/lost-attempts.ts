import type { Logger } from "pino";
import { settleAttempt } from "../adapters/attempts.ts";
import { isPassing } from "../adapters/database-errors.ts";
import type { Database, Queryable } from "../adapters/database.ts";
import type { Delivery } from "../adapters/delivery.ts";
import { repeat, type Repetition } from "./repeat.ts";

const WATCH_INTERVAL_MS = 1_000;
const BATCH_MAX = 50;

interface LostDeps {
  database: Database;
  delivery: Delivery;
  log: Logger;
}

/** Gives up on attempts whose worker is silent, on any node, and sends their jobs round again. Every worker does this. */
export function watchLostAttempts(
  deps: LostDeps & {
    /** False while silence may come from an outage that this worker saw itself, not from dead workers. */
    mayJudge(): boolean;
    onContact(succeeded: boolean): void;
  },
): Repetition {
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
function settleBatch(deps: LostDeps): Promise<number> {
  return deps.database.transaction(async (connection) => {
    const lost = await deps.delivery.takeLost(connection, BATCH_MAX);
    const settled: string[] = [];
    for (const { deliveryId, attemptId } of lost) {
      if (await settleLost(connection, attemptId, deps.log)) settled.push(deliveryId);
      else await deps.delivery.postponeLost(connection, deliveryId);
    }
    if (settled.length > 0) await deps.delivery.finishLost(connection, settled);
    return lost.length;
  });
}

/** False when the database refuses this one; the others of its transaction are not held up by it. */
async function settleLost(connection: Queryable, attemptId: string, log: Logger): Promise<boolean> {
  await connection.query("savepoint one_attempt");
  try {
    const status = await settleAttempt(connection, attemptId, { kind: "lost" });
    // Null: it was settled, or stopped by somebody, before it was given up on.
    if (status !== null)
      log.warn({ attemptId, jobStatus: status }, "Gave up on an attempt whose node is silent");
    return true;
  } catch (error) {
    if (isPassing(error)) throw error;
    log.error({ attemptId, err: error }, "The database refused to give up on a lost attempt");
    await connection.query("rollback to savepoint one_attempt");
    return false;
  }
}

import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import { isPassing, isUnmigrated } from "./adapters/database-errors.ts";

const FIRST_PAUSE_MS = 200;
const LAST_PAUSE_MS = 3_000;
const REMINDER_INTERVAL_MS = 30_000;

/**
 * Repeats `enter` until the database is up, migrated and lets the worker in.
 *
 * Says once what it waits for, again when that changes, and every half minute. Rejects with what waiting does not
 * mend, or when `giveUp` aborts.
 */
export async function waitForDatabase<T>(
  enter: () => Promise<T>,
  log: Logger,
  giveUp: AbortSignal,
): Promise<T> {
  let pauseMs = FIRST_PAUSE_MS;
  let said = { reason: "", atMs: -Infinity };
  for (;;) {
    giveUp.throwIfAborted();
    try {
      return await enter();
    } catch (error) {
      const reason = reasonToWait(error);
      if (reason === undefined) throw error;
      if (reason !== said.reason || performance.now() - said.atMs > REMINDER_INTERVAL_MS) {
        log.warn({ reason, err: error }, "Waiting for the database");
        said = { reason, atMs: performance.now() };
      }
    }
    await delay(pauseMs, undefined, { signal: giveUp });
    pauseMs = Math.min(pauseMs * 1.5, LAST_PAUSE_MS);
  }
}

function reasonToWait(error: unknown): string | undefined {
  if (isUnmigrated(error))
    return "it has no Spool schema yet, or one of another version: its migrations are to be applied";
  if (isPassing(error)) return error instanceof Error ? error.message : String(error);
  return undefined;
}

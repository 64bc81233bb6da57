import { setTimeout as delay } from "node:timers/promises";
import { isPassing } from "./database-errors.ts";

const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 2_000;

/**
 * Repeats `write` while the database is away, until it went through.
 *
 * Rejects with the database's refusal when time would not change it, and with the last error once `giveUp` aborts.
 * `write` must be safe to repeat: an answer that got lost looks like a write that did not happen.
 */
export async function untilWritten<T>(write: () => Promise<T>, giveUp: AbortSignal): Promise<T> {
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isPassing(error) || giveUp.aborted) throw error;
      await delay(pauseMs, undefined, { signal: giveUp }).catch(() => undefined); // given up: one last try
      pauseMs = Math.min(pauseMs * 2, LAST_PAUSE_MS);
    }
  }
}

import { HEARTBEAT_SECONDS } from "../adapters/delivery.ts";

/** Longer than this between two contacts, and this process itself was frozen or cut off. */
const GAP_MS = 7_000;

/**
 * How long this worker has been in steady contact with the database.
 *
 * After an outage every heartbeat looks old. Whoever lived through it first gives all the others the time of one
 * heartbeat to be heard again, so that the database's restart loses nobody's work.
 */
export interface Contact {
  note: (succeeded: boolean) => void;
  isSteady: () => boolean;
}

export function createContact(nowMs: () => number): Contact {
  let lastMs = nowMs();
  let steadySinceMs = lastMs;
  return {
    note(succeeded) {
      if (!succeeded || nowMs() - lastMs > GAP_MS) steadySinceMs = nowMs();
      lastMs = nowMs();
    },
    isSteady() {
      const isRecent = nowMs() - lastMs <= GAP_MS;
      return isRecent && nowMs() - steadySinceMs >= HEARTBEAT_SECONDS * 1_000;
    },
  };
}

import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import { AttemptWithdrawn } from "./claim/attempt-withdrawn.ts";
import type { ClaimLoop } from "./claim/claim-loop.ts";
import type { Repetition } from "./claim/repeat.ts";
import type { RunningAttempts } from "./claim/running-attempts.ts";
import type { Connection } from "./connect.ts";
import type { Node } from "./node/node.ts";

/** How long a stopping worker tries to write how its attempts ended. After that, the silence tells. */
const SETTLE_TIMEOUT_MS = 6_000;
const RETIRE_TIMEOUT_MS = 8_000;

export interface LeavingWorker {
  claimLoop: ClaimLoop;
  running: RunningAttempts;
  /** Aborted when settling is to be given up. */
  settling: AbortController;
  repetitions: Repetition[];
  node: Node;
  connection: Connection;
  log: Logger;
}

/**
 * The worker's way out: nothing new, a grace period for what runs, the rest handed back, the node offline.
 *
 * Resolves to false when the database could not be told all of it in time.
 */
export async function leave(
  worker: LeavingWorker,
  graceSeconds: number,
  hurry: AbortSignal,
): Promise<boolean> {
  const { claimLoop, running, settling, log } = worker;
  log.info({ busySlots: running.count, graceSeconds }, "Stopping: taking nothing more");
  await claimLoop.stop();
  const grace = delay(graceSeconds * 1_000, undefined, { signal: hurry }).catch(() => undefined); // hurried: it is over
  await Promise.race([running.whenIdle(), grace]);

  running.stopAll(new AttemptWithdrawn("The worker is shutting down"));
  const lastCall = setTimeout(() => settling.abort(), SETTLE_TIMEOUT_MS);
  await running.whenIdle();
  clearTimeout(lastCall);

  const hasRetired = await Promise.race([retire(worker), delay(RETIRE_TIMEOUT_MS, false)]);
  await worker.connection.close();
  return hasRetired && !settling.signal.aborted;
}

async function retire({ repetitions, node, log }: LeavingWorker): Promise<boolean> {
  await Promise.all(repetitions.map((repetition) => repetition.stop()));
  try {
    await node.retire();
    return true;
  } catch (error) {
    log.warn({ err: error }, "Could not tell the database that the node leaves");
    return false;
  }
}

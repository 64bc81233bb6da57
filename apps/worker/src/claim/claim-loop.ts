import type { Logger } from "pino";
import type { DeliveredAttempt } from "./claim.ts";
import { repeat } from "./repeat.ts";

/** The safety net under NOTIFY, and what finds jobs whose time has come: nothing notifies of those. */
const POLL_INTERVAL_MS = 2_000;

export interface ClaimLoop {
  /** There may be something to claim. Cheap to call. */
  wake: () => void;
  /** A slot came free: claims where the last claim may have left something behind. */
  onSlotFree: () => void;
  /** Claims nothing more. Resolves when the claim that is under way, if any, has been started. */
  stop(): Promise<void>;
}

/** Keeps the node's slots full. One claim at a time, for all free slots at once. */
export function createClaimLoop(deps: {
  claim(max: number): Promise<DeliveredAttempt[]>;
  freeSlots(): number;
  /** Moves what has come due into the line, for all to see, when there is no slot to claim it for. */
  promoteDue(): Promise<unknown>;
  start(delivered: DeliveredAttempt): void;
  log: Logger;
}): ClaimLoop {
  let isWanted = false;
  let mayHaveMore = false;
  let isStopped = false;
  let isFailing = false;
  let running: Promise<void> | undefined;

  const fill = async () => {
    while (isWanted && !isStopped) {
      isWanted = false;
      const askedCount = deps.freeSlots();
      if (askedCount === 0) {
        await deps.promoteDue();
        mayHaveMore = true;
        continue;
      }
      const attempts = await deps.claim(askedCount);
      isFailing = false;
      mayHaveMore = attempts.length === askedCount;
      for (const attempt of attempts) deps.start(attempt);
    }
  };
  const wake = () => {
    isWanted = true;
    running ??= fill()
      .catch((error: unknown) => {
        // Once for each outage; the poll tries again.
        if (!isFailing) deps.log.warn({ err: error }, "Could not claim work; trying again");
        isFailing = true;
      })
      .finally(() => {
        running = undefined;
      });
  };
  const poll = repeat(POLL_INTERVAL_MS, wake, () => undefined);

  return {
    wake,
    onSlotFree() {
      if (mayHaveMore) wake();
    },
    async stop() {
      isStopped = true;
      await poll.stop();
      await running;
    },
  };
}

import type { AttemptOutcome } from "@spool/contracts/attempt-outcome";
import type { JobStatus } from "@spool/contracts/job-states";
import type { Logger } from "pino";
import { settleAttempt } from "../adapters/attempts.ts";
import { isPassing } from "../adapters/database-errors.ts";
import type { Database } from "../adapters/database.ts";
import type { Delivery } from "../adapters/delivery.ts";
import { untilWritten } from "../adapters/until-written.ts";

interface SettleDeps {
  database: Database;
  delivery: Delivery;
  log: Logger;
}

interface Delivered {
  attemptId: string;
  queue: string;
}

const REFUSED_MESSAGE = "The database refused what came of this attempt; the worker's log says why.";

/**
 * Settles an attempt, whatever happens. Never throws.
 *
 * Returns what became of the job; null when the attempt was over already or `giveUp` aborted before it was written.
 * An outcome that the database refuses becomes a failure that says so; if even that is refused, the attempt is left to
 * be given up on like that of a dead node.
 */
export async function settleForGood(
  deps: SettleDeps,
  delivered: Delivered,
  outcome: AttemptOutcome,
  giveUp: AbortSignal,
): Promise<JobStatus | null> {
  try {
    return await settle(deps, delivered, outcome, giveUp);
  } catch (error) {
    const isRefused = !isPassing(error);
    deps.log.error(
      { attemptId: delivered.attemptId, outcomeKind: outcome.kind, isRefused, err: error },
      "Could not settle an attempt",
    );
    const isLastWord = outcome.kind === "failed" && outcome.error.message === REFUSED_MESSAGE;
    if (!isRefused || isLastWord) return null;
    const refused = { category: "UNKNOWN", message: REFUSED_MESSAGE, stage: null, stack: null } as const;
    return settleForGood(deps, delivered, { kind: "failed", error: refused }, giveUp);
  }
}

/**
 * Writes how an attempt ended and ends its delivery, in one transaction, as often as it takes.
 *
 * Nothing is settled twice: after a lost answer the repetition finds the attempt over, and answers null.
 */
function settle(
  { database, delivery }: SettleDeps,
  { attemptId, queue }: Delivered,
  outcome: AttemptOutcome,
  giveUp: AbortSignal,
): Promise<JobStatus | null> {
  return untilWritten(
    () =>
      database.transaction(async (connection) => {
        const status = await settleAttempt(connection, attemptId, outcome);
        await delivery.finish(connection, queue, attemptId);
        return status;
      }),
    giveUp,
  );
}

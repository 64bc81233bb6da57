import type { AttemptOutcome, AttemptResult } from "@spool/contracts/attempt-outcome";
import type { JobStatus } from "@spool/contracts/job-states";
import type { Logger } from "pino";
import { completeAttempts, settleAttempt } from "../adapters/attempts.ts";
import { isPassing } from "../adapters/database-errors.ts";
import type { Database } from "../adapters/database.ts";
import type { Delivery } from "../adapters/delivery.ts";
import { untilWritten } from "../adapters/until-written.ts";
import { gather } from "./gather.ts";

interface SettleDeps {
  database: Database;
  delivery: Delivery;
  complete: Complete;
  log: Logger;
}

interface Delivered {
  attemptId: string;
  queue: string;
}

/** Settles an attempt that completed. */
export type Complete = (completed: Delivered & { result: AttemptResult }) => Promise<JobStatus | null>;

/** Those that complete at the same moment are settled in one transaction, with the ends of their deliveries. */
export const completeTogether = (database: Database, delivery: Delivery): Complete =>
  gather(
    (completed) =>
      database.transaction(async (connection) => {
        const statuses = await completeAttempts(connection, completed);
        // All of one queue, unless the node had to enter again meanwhile.
        for (const [queue, ended = []] of Object.entries(Object.groupBy(completed, ({ queue }) => queue))) {
          await delivery.finish(
            connection,
            queue,
            ended.map(({ attemptId }) => attemptId),
          );
        }
        return statuses;
      }),
    TOGETHER_MAX,
    isPassing,
  );

/** Fewer rows than what the database would broadcast as one "many changed". */
const TOGETHER_MAX = 48;
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
  { database, delivery, complete }: SettleDeps,
  { attemptId, queue }: Delivered,
  outcome: AttemptOutcome,
  giveUp: AbortSignal,
): Promise<JobStatus | null> {
  if (outcome.kind === "completed") {
    return untilWritten(() => complete({ attemptId, queue, result: outcome.result }), giveUp);
  }
  return untilWritten(
    () =>
      database.transaction(async (connection) => {
        const status = await settleAttempt(connection, attemptId, outcome);
        await delivery.finish(connection, queue, [attemptId]);
        return status;
      }),
    giveUp,
  );
}

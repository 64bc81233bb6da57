import { AppError } from "@spool/contracts/app-error";
import type { ClaimedAttempt } from "../adapters/attempts.ts";
import type { DeliveredAttempt } from "./claim.ts";

/** The longest that a timer of Node can wait. */
const TIMER_MAX_MS = 2 ** 31 - 1;

export interface RunningAttempt extends DeliveredAttempt {
  /** Aborted with the reason to stop. */
  signal: AbortSignal;
}

/** What runs on this node. */
export interface RunningAttempts {
  readonly count: number;
  /** Adds the attempt and runs it; it stays until `run` has ended, and is told to stop at the time limit of its type. */
  start(delivered: DeliveredAttempt, run: (running: RunningAttempt) => Promise<void>): void;
  /** Stops an attempt with a reason. Nothing happens when it does not run here or was stopped before. */
  stop(attemptId: string, reason: Error): void;
  stopAll(reason: Error): void;
  /** Ids of the attempts by the queue that they came through. */
  idsByQueue(): Map<string, string[]>;
  /** Resolves when nothing runs any more. */
  whenIdle(): Promise<void>;
}

export function createRunningAttempts(onEnd: () => void): RunningAttempts {
  const running = new Map<string, { queue: string; controller: AbortController; ended: Promise<void> }>();

  return {
    get count() {
      return running.size;
    },
    start({ attempt, queue }, run) {
      const controller = new AbortController();
      const limitMs = Math.min(attempt.time_limit_seconds * 1_000, TIMER_MAX_MS);
      const limit = setTimeout(() => controller.abort(timeLimitError(attempt)), limitMs);
      const ended = run({ attempt, queue, signal: controller.signal }).finally(() => {
        clearTimeout(limit);
        running.delete(attempt.attempt_id);
        onEnd();
      });
      running.set(attempt.attempt_id, { queue, controller, ended });
    },
    stop(attemptId, reason) {
      running.get(attemptId)?.controller.abort(reason);
    },
    stopAll(reason) {
      for (const { controller } of running.values()) controller.abort(reason);
    },
    idsByQueue() {
      const ids = new Map<string, string[]>();
      for (const [attemptId, { queue }] of running) ids.set(queue, [...(ids.get(queue) ?? []), attemptId]);
      return ids;
    },
    async whenIdle() {
      while (running.size > 0) await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}

const timeLimitError = ({ time_limit_seconds }: ClaimedAttempt) =>
  new AppError("TIMEOUT", `The job ran into its time limit of ${time_limit_seconds} seconds.`, {
    context: { timeLimitSeconds: time_limit_seconds },
  });

import { AppError, CATEGORY_POLICY, toAppError } from "@spool/contracts/app-error";
import { STACK_MAX_CHARACTERS, type AttemptOutcome } from "@spool/contracts/attempt-outcome";
import type { Logger } from "pino";
import type { Database } from "./adapters/database.ts";
import type { Orchestrator } from "./adapters/orchestrator.ts";
import type { StorageFolders } from "./adapters/storage-folders.ts";
import { untilWritten } from "./adapters/until-written.ts";
import { AttemptWithdrawn } from "./claim/attempt-withdrawn.ts";
import type { RunningAttempt } from "./claim/running-attempts.ts";
import { pipelineOf } from "./pipelines/registry.ts";
import type { AttemptReport } from "./report/attempt-report.ts";

export interface AttemptDeps {
  nodeName: string;
  database: Database;
  orchestrator: Orchestrator;
  storage: StorageFolders | null;
  /** False: the attempt does not hold its job any more. */
  start: (attemptId: string) => Promise<boolean>;
  openReport(running: RunningAttempt): AttemptReport;
  /** Settles and says what became of the job; null when the attempt was over already. Never throws. */
  settle(running: RunningAttempt, outcome: AttemptOutcome): Promise<string | null>;
  log: Logger;
}

/** The worker's one try/catch: run the job's pipeline, log once, settle. Never throws. */
export async function runAttempt(running: RunningAttempt, deps: AttemptDeps): Promise<void> {
  const { attempt, signal } = running;
  const fields = {
    jobId: attempt.job_id,
    attemptId: attempt.attempt_id,
    attempt: attempt.attempt_number,
    jobType: attempt.job_type,
  };
  const startedAtMs = performance.now();
  const report = deps.openReport(running);
  let outcome: AttemptOutcome;
  try {
    await begin(running, deps);
    deps.log.info(fields, "Attempt started");
    report.log("info", `Attempt ${attempt.attempt_number} started on ${deps.nodeName}`);
    const result = await pipelineOf(attempt.job_type)(
      attempt,
      { database: deps.database, orchestrator: deps.orchestrator, storage: deps.storage, report },
      signal,
    );
    outcome = { kind: "completed", result };
    report.log("info", `Attempt ${attempt.attempt_number} completed`);
    deps.log.info({ ...fields, durationSeconds: secondsSince(startedAtMs) }, "Attempt completed");
  } catch (error) {
    // Once we were told to stop, that is the reason, whatever broke while stopping.
    const failure = toAppError(signal.aborted ? signal.reason : error);
    outcome = outcomeOf(failure, report.stage);
    const { logLevel } = CATEGORY_POLICY[failure.category];
    report.log(logLevel, failure.message);
    deps.log[logLevel](
      { ...fields, ...failure.context, category: failure.category, stage: report.stage, err: failure },
      outcome.kind === "failed" ? "Attempt failed" : "Attempt stopped",
    );
  }
  await report.close();
  const jobStatus = await deps.settle(running, outcome);
  deps.log.debug({ ...fields, jobStatus }, "Attempt settled");
}

async function begin({ attempt, signal }: RunningAttempt, { start }: AttemptDeps): Promise<void> {
  const isOurs = await untilWritten(() => start(attempt.attempt_id), signal);
  if (!isOurs) throw new AttemptWithdrawn("The attempt was over before it began");
}

function outcomeOf(failure: AppError, stage: string | null): AttemptOutcome {
  if (failure instanceof AttemptWithdrawn) return { kind: "handed_back" };
  const { category, message, retryAfterSeconds } = failure;
  return {
    kind: "failed",
    error: { category, message, stage, stack: failure.stack?.slice(0, STACK_MAX_CHARACTERS) ?? null },
    ...(retryAfterSeconds !== undefined && { retry_after_seconds: retryAfterSeconds }),
  };
}

const secondsSince = (startMs: number) => Math.round(performance.now() - startMs) / 1_000;

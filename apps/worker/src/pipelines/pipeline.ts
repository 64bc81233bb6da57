import type { AttemptResult } from "@spool/contracts/attempt-outcome";
import type { ClaimedAttempt } from "../adapters/attempts.ts";
import type { Queryable } from "../adapters/database.ts";
import type { Orchestrator } from "../adapters/orchestrator.ts";
import type { StorageFolders } from "../adapters/storage-folders.ts";
import type { AttemptReport } from "../report/attempt-report.ts";

export interface PipelineDeps {
  database: Queryable;
  orchestrator: Orchestrator;
  /** Null where the worker was not given the address and the secret key of Supabase. */
  storage: StorageFolders | null;
  report: Pick<AttemptReport, "begin" | "finish" | "progress" | "log">;
}

/**
 * The way of one job type from payload to result.
 *
 * Passes `signal` to everything that can wait, throws AppErrors with the category of what went wrong, and does not
 * catch, settle or log for the operator: whoever runs it does that for all.
 */
export type Pipeline = (
  attempt: ClaimedAttempt,
  deps: PipelineDeps,
  signal: AbortSignal,
) => Promise<AttemptResult>;

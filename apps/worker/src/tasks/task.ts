import { AppError } from "@spool/contracts/app-error";
import type { z } from "zod";
import type { ClaimedAttempt } from "../adapters/attempts.ts";
import type { Queryable } from "../adapters/database.ts";
import type { Orchestrator } from "../adapters/orchestrator.ts";
import type { StorageFolders } from "../adapters/storage-folders.ts";
import type { AttemptReport } from "../report/attempt-report.ts";

interface TaskContext {
  attempt: ClaimedAttempt;
  database: Queryable;
  orchestrator: Orchestrator;
  /** Null where the worker was not given the address and the secret key of Supabase. */
  storage: StorageFolders | null;
  report: Pick<AttemptReport, "log">;
}

/** A system task: does its work and returns notices for who triggered it. Throws AppErrors, like a pipeline. */
export type Task = (context: TaskContext, signal: AbortSignal) => Promise<string[]>;

/** The payload as the catalogue has it. INVALID_INPUT for one that an older door let in. */
export function parsePayload<Payload>(schema: z.ZodType<Payload>, payload: unknown): Payload {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError(
    "INVALID_INPUT",
    `${["payload", ...(issue?.path ?? [])].join(".")}: ${issue?.message ?? ""}`,
  );
}

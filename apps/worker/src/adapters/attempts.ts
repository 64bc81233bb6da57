import type { AttemptOutcome, AttemptResult } from "@spool/contracts/attempt-outcome";
import { JOB_STATUSES, type JobStatus } from "@spool/contracts/job-states";
import { z } from "zod";
import type { Queryable } from "./database.ts";
import { toJsonb } from "./jsonb.ts";

/** More than anybody looks at; the next wake-up moves the rest. */
const PROMOTE_MAX = 1_000;
const SCHEDULES_MAX = 100;

const stageSchema = z.object({
  name: z.string(),
  title: z.string(),
  share: z.number(),
  /** What earlier attempts have made of it. */
  status: z.string(),
  /** What they left for those who go on after it. */
  checkpoint: z.record(z.string(), z.unknown()).nullable(),
});

const claimedSchema = z.object({
  attempt_id: z.uuid(),
  job_id: z.uuid(),
  attempt_number: z.number(),
  job_type: z.string(),
  payload: z.record(z.string(), z.unknown()),
  project_id: z.uuid(),
  time_limit_seconds: z.number(),
  /** Null for a type without stages. */
  stages: z
    .array(stageSchema)
    .nullable()
    .transform((stages) => stages ?? []),
});

const CLAIM_NEXT = `
  select attempt_id, job_id, attempt_number, job_type, payload, project_id, time_limit_seconds, stages
  from private.claim_next($1, $2)`;

/** One run of one job on this node. `attempt_id` fences every write that is made for it. */
export type ClaimedAttempt = z.infer<typeof claimedSchema>;

export interface LogLine {
  level: "debug" | "info" | "warn" | "error";
  stage: string | null;
  message: string;
  fields: Record<string, unknown>;
  logged_at: string;
}

/** Takes up to `max` jobs in the order of the queues and makes an attempt of each. Call it inside a transaction. */
export async function claimNext(
  connection: Queryable,
  nodeId: string,
  max: number,
): Promise<ClaimedAttempt[]> {
  const { rows } = await connection.query(CLAIM_NEXT, [nodeId, max]);
  return z.array(claimedSchema).parse(rows);
}

/** Moves jobs that have come due from pending to queued; `claimNext` does so by itself. */
export async function promoteDueJobs(connection: Queryable): Promise<void> {
  await connection.query("select private.promote_due_jobs($1)", [PROMOTE_MAX]);
}

/** Submits the jobs of schedules that have come due. Safe to call on every worker: each run starts once. */
export async function runDueSchedules(connection: Queryable): Promise<void> {
  await connection.query("select private.run_due_schedules($1)", [SCHEDULES_MAX]);
}

/** All of these answer false once the attempt is not the job's any more: stop working, nothing was written. */
export async function startAttempts(
  connection: Queryable,
  attemptIds: readonly string[],
): Promise<boolean[]> {
  const { rows } = await connection.query("select private.start_attempts($1) as id", [attemptIds]);
  const started = new Set(rows.map(({ id }) => id));
  return attemptIds.map((id) => started.has(id));
}

export const beginStage = (connection: Queryable, attemptId: string, stage: string) =>
  stillOurs(connection, "private.begin_stage($1, $2)", [attemptId, stage]);

export const finishStage = (
  connection: Queryable,
  attemptId: string,
  stage: string,
  checkpoint: object | null,
) =>
  stillOurs(connection, "private.finish_stage($1, $2, $3, $4)", [
    attemptId,
    stage,
    checkpoint && toJsonb(checkpoint),
    null,
  ]);

export const reportProgress = (
  connection: Queryable,
  attemptId: string,
  progress: { stage: string | null; stageRatio: number; jobRatio: number },
) =>
  stillOurs(connection, "private.report_progress($1, $2, $3, $4)", [
    attemptId,
    progress.stage,
    progress.stageRatio,
    progress.jobRatio,
  ]);

/** Appends the lines of several attempts, and answers for each of them. */
export async function appendLogs(
  connection: Queryable,
  entries: readonly { attemptId: string; lines: readonly LogLine[] }[],
): Promise<boolean[]> {
  const byAttempt = Object.fromEntries(entries.map(({ attemptId, lines }) => [attemptId, lines]));
  const { rows } = await connection.query("select private.append_logs_together($1) as id", [
    toJsonb(byAttempt),
  ]);
  const written = new Set(rows.map(({ id }) => id));
  return entries.map(({ attemptId }) => written.has(attemptId));
}

async function stillOurs(connection: Queryable, call: string, values: unknown[]): Promise<boolean> {
  const { rows } = await connection.query(`select ${call} as ours`, values);
  return rows[0]?.["ours"] === true;
}

/** Ends an attempt; the database decides what becomes of the job. Null: the attempt was over already, nothing changed. */
export async function settleAttempt(
  connection: Queryable,
  attemptId: string,
  outcome: AttemptOutcome,
): Promise<JobStatus | null> {
  const { rows } = await connection.query("select private.settle_attempt($1, $2) as status", [
    attemptId,
    toJsonb(outcome),
  ]);
  return z.enum(JOB_STATUSES).nullable().parse(rows[0]?.["status"]);
}

/** Completes attempts together. Null: the attempt was over already, nothing changed. */
export async function completeAttempts(
  connection: Queryable,
  completed: readonly { attemptId: string; result: AttemptResult }[],
): Promise<(JobStatus | null)[]> {
  const outcomes = Object.fromEntries(completed.map(({ attemptId, result }) => [attemptId, result]));
  const { rows } = await connection.query("select private.complete_attempts($1) as id", [toJsonb(outcomes)]);
  const settled = new Set(rows.map(({ id }) => id));
  return completed.map(({ attemptId }) => (settled.has(attemptId) ? "completed" : null));
}

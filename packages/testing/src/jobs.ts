import type { AttemptOutcome } from "@spool/contracts/attempt-outcome";
import type { JobStatus, Priority, Queue } from "@spool/contracts/job-states";
import { randomUUID } from "node:crypto";
import pg from "pg";

export const DEFAULT_PROJECT_ID = "00000000-0000-4000-8000-000000000001";

interface NewJob {
  projectId?: string;
  jobType?: string;
  queue?: Queue;
  priority?: Priority;
  payload?: unknown;
  runAt?: Date;
  requirements?: unknown;
  uniqueKey?: string;
}

/** A job that its type accepts, unless told otherwise. Returns its id. */
export async function insertJob(db: pg.Pool | pg.ClientBase, job: NewJob = {}): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `insert into public.jobs (project_id, job_type, queue, priority, payload, run_at, requirements, unique_key)
     values ($1, $2, $3, $4, $5, coalesce($6, now()), $7, $8) returning id`,
    [
      job.projectId ?? DEFAULT_PROJECT_ID,
      job.jobType ?? "doubt",
      job.queue ?? null,
      job.priority ?? "medium",
      JSON.stringify(job.payload ?? { question: "What is a test?" }),
      job.runAt ?? null,
      JSON.stringify(job.requirements ?? {}),
      job.uniqueKey ?? null,
    ],
  );
  return only(rows).id;
}

/** A node with room for a hundred attempts, unless `info` says otherwise, registered as a worker does it. Returns its id. */
export async function registerNode(
  worker: pg.Pool | pg.ClientBase,
  name = `node-${randomUUID()}`,
  info: object = {},
): Promise<string> {
  const { rows } = await worker.query<{ id: string }>("select private.register_node($1, $2) as id", [
    name,
    JSON.stringify({ hostname: "test", slots: 100, cpu_cores: 2, ...info }),
  ]);
  return only(rows).id;
}

export interface Claimed {
  attempt_id: string;
  job_id: string;
  attempt_number: number;
  job_type: string;
  payload: unknown;
  project_id: string;
  time_limit_seconds: number;
  stages: { name: string; title: string; share: number; status: string; checkpoint: unknown }[];
}

export async function claimNext(
  worker: pg.Pool | pg.ClientBase,
  nodeId: string,
  max = 1,
): Promise<Claimed[]> {
  return (await worker.query<Claimed>("select * from private.claim_next($1, $2)", [nodeId, max])).rows;
}

export async function startAttempt(worker: pg.Pool | pg.ClientBase, attemptId: string): Promise<boolean> {
  const { rows } = await worker.query<{ ok: boolean }>("select private.start_attempt($1) as ok", [attemptId]);
  return only(rows).ok;
}

/** The new status of the job, or null when the attempt does not hold it any more. */
export async function settleAttempt(
  worker: pg.Pool | pg.ClientBase,
  attemptId: string,
  outcome: AttemptOutcome,
): Promise<JobStatus | null> {
  const { rows } = await worker.query<{ status: JobStatus | null }>(
    "select private.settle_attempt($1, $2) as status",
    [attemptId, JSON.stringify(outcome)],
  );
  return only(rows).status;
}

/** What a finished attempt reports: the files lie under the keys that the orchestrator gives them. */
export function completedOutcome(jobId: string, attemptId: string): AttemptOutcome {
  const file = (kind: "video" | "thumbnail" | "captions", name: string, contentType: string) => ({
    kind,
    bucket: "videos",
    path: `${jobId}/${attemptId}/${name}`,
    content_type: contentType,
    size_bytes: 1_000,
  });
  return {
    kind: "completed",
    result: {
      video_url: "http://127.0.0.1/video.mp4",
      thumbnail_url: "http://127.0.0.1/thumbnail.jpg",
      duration_seconds: 60.5,
      width_px: 1080,
      height_px: 1920,
      files: [
        file("video", "video.mp4", "video/mp4"),
        file("thumbnail", "thumbnail.jpg", "image/jpeg"),
        file("captions", "captions.vtt", "text/vtt"),
      ],
      notices: ["One sentence was left out."],
    },
  };
}

export function failedOutcome(
  category: "TIMEOUT" | "API_ERROR" | "INVALID_INPUT" | "NOT_FOUND" | "UNKNOWN",
  retryAfterSeconds?: number,
): AttemptOutcome {
  return {
    kind: "failed",
    error: { category, message: "It did not work.", stage: "render", stack: "at line 1" },
    ...(retryAfterSeconds === undefined ? {} : { retry_after_seconds: retryAfterSeconds }),
  };
}

/** A new job brought into a status by the way that jobs take. It must be the only one that can be claimed. */
export async function jobInStatus(
  { owner, worker }: { owner: pg.Pool; worker: pg.Pool },
  status: JobStatus,
  job: NewJob = {},
): Promise<{ jobId: string; attemptId: string | undefined }> {
  const jobId = await insertJob(owner, job);
  if (status === "pending") return { jobId, attemptId: undefined };
  if (status === "paused" || status === "cancelled") {
    const cause = status === "paused" ? "pause" : "cancel";
    await owner.query("select private.move_job($1, $2, $3, 'service', null)", [jobId, status, cause]);
    return { jobId, attemptId: undefined };
  }
  if (status === "queued") {
    await worker.query("select private.promote_due_jobs(1000)");
    return { jobId, attemptId: undefined };
  }

  const nodeId = await registerNode(worker);
  const claimed = (await claimNext(worker, nodeId, 1_000)).find((attempt) => attempt.job_id === jobId);
  if (!claimed) throw new Error(`Job ${jobId} could not be claimed`);
  const attemptId = claimed.attempt_id;
  if (status !== "assigned") await startAttempt(worker, attemptId);
  if (status === "completed") await settleAttempt(worker, attemptId, completedOutcome(jobId, attemptId));
  if (status === "failed") await settleAttempt(worker, attemptId, failedOutcome("INVALID_INPUT"));
  return { jobId, attemptId };
}

function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`Expected one row, got ${rows.length}`);
  return row;
}

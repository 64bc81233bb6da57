import type { Tables } from "@spool/db/database.types";

const LIST_COLUMN_NAMES = [
  "id",
  "project_id",
  "job_type",
  "queue",
  "priority",
  "status",
  "title",
  "run_at",
  "attempt_id",
  "attempt_count",
  "max_attempts",
  "node_id",
  "stage",
  "progress_ratio",
  "video_path",
  "video_url",
  "thumbnail_path",
  "thumbnail_url",
  "captions_path",
  "duration_seconds",
  "width_px",
  "height_px",
  "error_category",
  "created_by",
  "created_at",
  "queued_at",
  "assigned_at",
  "started_at",
  "finished_at",
  "updated_at",
  "revision",
] as const satisfies readonly (keyof Tables<"jobs">)[];

/** The columns of a list; a `job_changed` event brings these and the error. */
export const JOB_LIST_COLUMNS = LIST_COLUMN_NAMES.join(",");

export type JobRow = Pick<Tables<"jobs">, (typeof LIST_COLUMN_NAMES)[number]>;

/** A job with what only its own page shows. */
export type Job = Tables<"jobs">;

/** What an event says of a job: at least its id and revision. */
export type JobChange = Partial<Job> & Pick<Job, "id" | "revision">;

/** `change` laid over `held`, if it is newer. Returns `held` itself when there is nothing new. */
export function takeNewer<Row extends JobRow>(held: Row, change: JobChange | undefined): Row {
  if (change === undefined || change.revision <= held.revision) return held;
  return { ...held, ...change };
}

/** {@link takeNewer} for a list. The same array comes back when no row is newer, so that nothing is drawn again. */
export function takeNewerRows<Row extends JobRow>(
  held: readonly Row[],
  changes: ReadonlyMap<string, JobChange>,
): readonly Row[] {
  const rows = held.map((row) => takeNewer(row, changes.get(row.id)));
  return rows.every((row, index) => row === held[index]) ? held : rows;
}

/** Whether the job is on a node now. */
export const isRunning = ({ status }: Pick<JobRow, "status">): boolean =>
  status === "processing" || status === "assigned";

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
export function takeNewerRows<Rows extends readonly JobRow[]>(
  held: Rows,
  changes: ReadonlyMap<string, JobChange>,
): Rows {
  const rows = held.map((row) => takeNewer(row, changes.get(row.id)));
  return isSameRows(rows, held) ? held : (rows as readonly JobRow[] as Rows); // the same rows, some of them newer
}

/**
 * A list as it was fetched, with the rows that are held already where the answer says nothing newer of them: an answer that
 * was on its way while events arrived takes no row back in time, and a row that did not change is not drawn again.
 */
export function keepNewerRows<Row extends JobRow>(held: readonly Row[], fetched: Row[]): Row[] {
  const known = new Map(held.map((row) => [row.id, row]));
  return fetched.map((row) => {
    const before = known.get(row.id);
    return before !== undefined && before.revision >= row.revision ? before : row;
  });
}

export const isSameRows = (a: readonly JobRow[], b: readonly JobRow[]): boolean =>
  a.length === b.length && a.every((row, index) => row === b[index]);

/** Whether the job is on a node now. */
export const isRunning = ({ status }: Pick<JobRow, "status">): boolean =>
  status === "processing" || status === "assigned";

import type { JobRow } from "./job-row.ts";

export type ExportFormat = "csv" | "json";

/** What a file says of a job. No addresses of files: those are signed for a time, and for a reader. */
export const EXPORT_COLUMNS = [
  "id",
  "title",
  "job_type",
  "status",
  "queue",
  "priority",
  "project_id",
  "node_id",
  "error_category",
  "attempt_count",
  "max_attempts",
  "stage",
  "progress_ratio",
  "duration_seconds",
  "created_at",
  "run_at",
  "queued_at",
  "started_at",
  "finished_at",
] as const satisfies readonly (keyof JobRow)[];

export type ExportRow = Pick<JobRow, (typeof EXPORT_COLUMNS)[number]>;

/** What stands before the first row, between two, and after the last. */
export const FRAMES: Record<ExportFormat, { before: string; between: string; after: string }> = {
  // Excel takes a file for UTF-8 only with the mark.
  csv: { before: `\u{feff}${EXPORT_COLUMNS.join(",")}\r\n`, between: "\r\n", after: "\r\n" },
  json: { before: "[\n", between: ",\n", after: "\n]\n" },
};

export function writeRow(row: ExportRow, format: ExportFormat): string {
  if (format === "json")
    return JSON.stringify(Object.fromEntries(EXPORT_COLUMNS.map((name) => [name, row[name]])));
  return EXPORT_COLUMNS.map((name) => csvCell(row[name])).join(",");
}

/** What a spreadsheet would take for the beginning of a formula (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n]/;

function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

import type { Supabase } from "../../lib/supabase-browser.tsx";
import { EXPORT_COLUMNS, FRAMES, writeRow, type ExportFormat, type ExportRow } from "./export-rows.ts";
import type { JobFilter } from "./job-filter.ts";
import { belowKey, type JobKey } from "./job-key.ts";
import { narrowedJobs, searchHorizon } from "./narrow-jobs.ts";

/** What PostgREST gives at most at once. */
const PAGE_ROWS = 1_000;

interface ExportOptions {
  filter: JobFilter;
  format: ExportFormat;
  /** Takes the file piece by piece; it is not held in memory as a whole. */
  write: (piece: string) => Promise<void>;
  onProgress: (rows: number) => void;
  signal: AbortSignal;
}

/**
 * Writes everything that matches, newest first, and returns how many rows that were.
 *
 * What comes in meanwhile is newer than where it began, and is left out. Throws when a page cannot be had, or when aborted.
 */
export async function exportJobs(
  supabase: Supabase,
  { filter, format, write, onProgress, signal }: ExportOptions,
): Promise<number> {
  const searchFrom = await searchHorizon(supabase, filter);
  const { before, between, after } = FRAMES[format];
  let place: JobKey | null = null;
  let rows = 0;
  await write(before);
  for (;;) {
    let query = narrowedJobs(supabase, filter, searchFrom, EXPORT_COLUMNS.join(","));
    if (place !== null) query = query.lte("created_at", place.created_at).or(belowKey(place));
    const { data } = await query
      .order("created_at", { ascending: false })
      .order("id", { ascending: false })
      .limit(PAGE_ROWS)
      .abortSignal(signal)
      .retry(true)
      .overrideTypes<ExportRow[], { merge: false }>()
      .throwOnError();
    if (data.length > 0) {
      await write((rows === 0 ? "" : between) + data.map((row) => writeRow(row, format)).join(between));
      rows += data.length;
      onProgress(rows);
    }
    const last = data.at(-1);
    signal.throwIfAborted();
    if (last === undefined || data.length < PAGE_ROWS) break;
    place = { created_at: last.created_at, id: last.id };
  }
  await write(after);
  return rows;
}

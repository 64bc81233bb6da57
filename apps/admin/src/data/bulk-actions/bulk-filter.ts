import type { Json } from "@spool/db/database.types";
import { LIST_FIELDS, isFiltered, type JobFilter } from "../jobs/job-filter.ts";
import { sinceMoment } from "../jobs/narrow-jobs.ts";

/** What a bulk action is done to, as `start_bulk_action` takes it. */
export type BulkFilter = Record<string, Json>;

export const idsFilter = (ids: Iterable<string>): BulkFilter => ({ ids: [...ids] });

/**
 * The list's filter, so that what is listed is what is touched. `searchFrom`: how far back titles are searched.
 * Projects are left out: an action belongs to one.
 */
export function everythingFilter(filter: JobFilter, searchFrom: string | null): BulkFilter {
  if (!isFiltered({ ...filter, project: [] })) return { all: true };
  const bulk: BulkFilter = {};
  for (const field of LIST_FIELDS) {
    if (field !== "project" && filter[field].length > 0) bulk[field] = filter[field];
  }
  const after = [filter.after, sinceMoment(filter), searchFrom].filter((moment) => moment !== null);
  // Moments of one form sort as text does; Postgres writes its own with another zone.
  const latest = after.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
  if (latest !== undefined) bulk["created_after"] = latest;
  if (filter.before !== null) bulk["created_before"] = filter.before;
  if (filter.finishedAfter !== null) bulk["finished_after"] = filter.finishedAfter;
  if (filter.finishedBefore !== null) bulk["finished_before"] = filter.finishedBefore;
  if (filter.text !== null) bulk["text"] = filter.text;
  return bulk;
}

import type { JobRow } from "./job-row.ts";

/** A place in the list, newest first. Times are kept as the database wrote them, to the microsecond. */
export interface JobKey {
  created_at: string;
  id: string;
}

export const keyOf = ({ created_at, id }: JobRow): JobKey => ({ created_at, id });

export const isSameKey = (a: JobKey | null, b: JobKey | null): boolean =>
  a === b || (a !== null && b !== null && a.id === b.id && a.created_at === b.created_at);

/** Above every id there is. */
const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** The place just above everything that was submitted at a moment. */
export const keyAt = (moment: string): JobKey => ({ created_at: moment, id: LAST_ID });

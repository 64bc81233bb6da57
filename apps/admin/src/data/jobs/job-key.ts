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

// As PostgREST writes them. Beside these, a condition on the time alone says nothing new, but only it leads the index
// to where the page begins.
export const belowKey = ({ created_at, id }: JobKey): string =>
  `created_at.lt.${created_at},and(created_at.eq.${created_at},id.lt.${id})`;
export const downToKey = ({ created_at, id }: JobKey): string =>
  `created_at.gt.${created_at},and(created_at.eq.${created_at},id.gte.${id})`;

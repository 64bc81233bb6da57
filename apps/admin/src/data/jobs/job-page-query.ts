import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import type { JobFilter } from "./job-filter.ts";
import { belowKey, downToKey, isSameKey, keyOf } from "./job-key.ts";
import type { JobSpan, SpanFacts } from "./job-outline.ts";
import { isSameRows, keepNewerRows, type JobRow } from "./job-row.ts";
import { jobsKeys } from "./keys.ts";
import { narrowedJobs, searchHorizon } from "./narrow-jobs.ts";

const PAGE_ROWS = 60;
/** Room for what comes in between two bounds. */
const SPAN_ROWS = 240;
/** Pages that scrolled away are forgotten soon: a million rows do not fit. */
const KEPT_MS = 60_000;

/** The rows of one stretch of the list, newest first. */
export interface JobPage extends Omit<SpanFacts, "count"> {
  rows: JobRow[];
}

/** Paged by key, so that the thousandth page costs what the first does. */
export const jobPageQuery = (supabase: Supabase, filter: JobFilter, at: string | null, span: JobSpan) =>
  // eslint-disable-next-line @tanstack/query/exhaustive-deps -- a stretch keeps its number and its beginning; its end may come to be known
  queryOptions({
    queryKey: jobsKeys.page(filter, at, span.id),
    gcTime: KEPT_MS,
    structuralSharing: (held, fetched) => keepNewer(held as JobPage | undefined, fetched as JobPage), // both come from queryFn or from a patch of the same key
    queryFn: async ({ signal }): Promise<JobPage> => {
      const searchFrom = await searchHorizon(supabase, filter);
      let query = narrowedJobs(supabase, filter, searchFrom);
      if (span.before !== null)
        query = query.lte("created_at", span.before.created_at).or(belowKey(span.before));
      if (span.from !== null) query = query.gte("created_at", span.from.created_at).or(downToKey(span.from));
      const isNewestFirst = !span.isUpward;
      const limit = span.isUpward ? PAGE_ROWS + 1 : span.from === null ? PAGE_ROWS : SPAN_ROWS;
      const { data } = await query
        .order("created_at", { ascending: !isNewestFirst })
        .order("id", { ascending: !isNewestFirst })
        .limit(limit)
        .abortSignal(signal)
        .overrideTypes<JobRow[], { merge: false }>()
        .throwOnError();
      if (!span.isUpward) {
        const last = data.length < limit ? undefined : data.at(-1);
        return { rows: data, until: last === undefined ? null : keyOf(last), top: null };
      }
      const above = data[PAGE_ROWS];
      return {
        rows: data.slice(0, PAGE_ROWS).reverse(),
        until: null,
        top: above === undefined ? null : keyOf(above),
      };
    },
  });

function keepNewer(held: JobPage | undefined, fetched: JobPage): JobPage {
  if (held === undefined) return fetched;
  const rows = keepNewerRows(held.rows, fetched.rows);
  const isSame =
    isSameRows(rows, held.rows) && isSameKey(held.until, fetched.until) && isSameKey(held.top, fetched.top);
  return isSame ? held : { ...fetched, rows };
}

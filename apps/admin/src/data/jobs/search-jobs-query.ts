import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { idRange } from "./id-range.ts";
import { JOB_LIST_COLUMNS, type JobRow } from "./job-row.ts";
import { jobsKeys } from "./keys.ts";
import { searchHorizon, titlePattern } from "./narrow-jobs.ts";

const FOUND_ROWS = 8;

/** The one job whose id begins with `text`, or the newest whose title holds it. `text` is not empty. */
export const searchJobsQuery = (supabase: Supabase, text: string) =>
  // eslint-disable-next-line @tanstack/query/exhaustive-deps -- the text tells what is found
  queryOptions({
    queryKey: jobsKeys.search(text),
    staleTime: 5_000,
    queryFn: async ({ signal }) => {
      const ids = idRange(text);
      if (ids !== null) {
        const named = await newestOf(jobsOf(supabase).gte("id", ids.first).lte("id", ids.last), signal);
        if (named.length > 0) return named;
      }
      const called = jobsOf(supabase).ilike("title", titlePattern(text));
      const horizon = await searchHorizon(supabase, { text });
      return newestOf(horizon === null ? called : called.gte("created_at", horizon), signal);
    },
  });

const jobsOf = (supabase: Supabase) => supabase.from("jobs").select(JOB_LIST_COLUMNS);

async function newestOf(found: ReturnType<typeof jobsOf>, signal: AbortSignal): Promise<JobRow[]> {
  const { data } = await found
    .order("created_at", { ascending: false })
    .order("id", { ascending: false })
    .limit(FOUND_ROWS)
    .abortSignal(signal)
    .overrideTypes<JobRow[], { merge: false }>()
    .throwOnError();
  return data;
}

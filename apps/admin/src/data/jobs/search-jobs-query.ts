import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { idRange } from "./id-range.ts";
import { JOB_LIST_COLUMNS, type JobRow } from "./job-row.ts";
import { jobsKeys } from "./keys.ts";
import { searchHorizon, titlePattern } from "./narrow-jobs.ts";

const FOUND_ROWS = 8;

/** The newest jobs whose title holds `text`, or the one whose id begins with it. `text` is not empty. */
export const searchJobsQuery = (supabase: Supabase, text: string) =>
  // eslint-disable-next-line @tanstack/query/exhaustive-deps -- the text tells what is found
  queryOptions({
    queryKey: jobsKeys.search(text),
    staleTime: 5_000,
    queryFn: async ({ signal }) => {
      const ids = idRange(text);
      let query = supabase.from("jobs").select(JOB_LIST_COLUMNS);
      if (ids === null) {
        query = query.ilike("title", titlePattern(text));
        const horizon = await searchHorizon(supabase, { text });
        if (horizon !== null) query = query.gte("created_at", horizon);
      } else {
        query = query.gte("id", ids.first).lte("id", ids.last);
      }
      const { data } = await query
        .order("created_at", { ascending: false })
        .order("id", { ascending: false })
        .limit(FOUND_ROWS)
        .abortSignal(signal)
        .overrideTypes<JobRow[], { merge: false }>()
        .throwOnError();
      return data;
    },
  });

import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { idRange } from "./id-range.ts";
import { JOB_LIST_COLUMNS, type JobRow } from "./job-row.ts";
import { jobsKeys } from "./keys.ts";

const FOUND_ROWS = 8;

/** The newest jobs whose title holds `text`, or the one whose id begins with it. `text` is not empty. */
export const searchJobsQuery = (supabase: Supabase, text: string) =>
  queryOptions({
    queryKey: jobsKeys.search(text),
    staleTime: 5_000,
    queryFn: async ({ signal }) => {
      const ids = idRange(text);
      let query = supabase.from("jobs").select(JOB_LIST_COLUMNS);
      if (ids === null) {
        // Titles older than this are not looked through.
        const { data: horizon } = await supabase.rpc("get_search_horizon").abortSignal(signal).throwOnError();
        query = query.gte("created_at", horizon).ilike("title", `%${escapeLike(text)}%`);
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

/** What is special to `like` stands for itself. PostgREST takes a star for a percent sign and has no escape for it: any letter then. */
const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`).replaceAll("*", "_");

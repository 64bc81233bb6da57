import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { JOB_LIST_COLUMNS, type JobRow } from "./job-row.ts";
import { jobsKeys } from "./keys.ts";

/** More slots than this are rare, and more rows than this nobody reads. */
const MAX_ROWS = 500;

/** Everything that is on a node now and that the reader may see, longest first. */
export const allRunningJobsQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: jobsKeys.glance("all running"),
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("jobs")
        .select(JOB_LIST_COLUMNS)
        .in("status", ["processing", "assigned"])
        .order("started_at", { ascending: true, nullsFirst: false })
        .limit(MAX_ROWS)
        .abortSignal(signal)
        .overrideTypes<JobRow[], { merge: false }>()
        .throwOnError();
      return data;
    },
  });

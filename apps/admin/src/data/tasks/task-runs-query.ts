import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { JOB_LIST_COLUMNS, type JobRow } from "../jobs/job-row.ts";
import { jobsKeys } from "../jobs/keys.ts";

const SHOWN_RUNS = 40;

/** The newest runs of system tasks. */
export const taskRunsQuery = (supabase: Supabase, taskNames: readonly string[]) =>
  queryOptions({
    queryKey: jobsKeys.glance(`tasks ${taskNames.join(" ")}`),
    enabled: taskNames.length > 0,
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("jobs")
        .select(JOB_LIST_COLUMNS)
        .in("job_type", taskNames)
        .order("created_at", { ascending: false })
        .limit(SHOWN_RUNS)
        .abortSignal(signal)
        .overrideTypes<JobRow[], { merge: false }>()
        .throwOnError();
      return data;
    },
  });

import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { JOB_LIST_COLUMNS, type JobRow } from "./job-row.ts";
import { jobsKeys } from "./keys.ts";

const RUNNING_ROWS = 8;
const ENDED_ROWS = { failed: 5, completed: 12 } as const;

/** What is on a node now, longest first. */
export const runningJobsQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: jobsKeys.glance("running"),
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("jobs")
        .select(JOB_LIST_COLUMNS)
        .in("status", ["processing", "assigned"])
        .order("started_at", { ascending: true, nullsFirst: false })
        .limit(RUNNING_ROWS)
        .abortSignal(signal)
        .overrideTypes<JobRow[], { merge: false }>()
        .throwOnError();
      return data;
    },
  });

/** The latest that failed and were not retried since. */
export const failedJobsQuery = (supabase: Supabase) => endedJobsQuery(supabase, "failed");

/** The latest videos. */
export const finishedJobsQuery = (supabase: Supabase) => endedJobsQuery(supabase, "completed");

const endedJobsQuery = (supabase: Supabase, status: keyof typeof ENDED_ROWS) =>
  queryOptions({
    queryKey: jobsKeys.glance(status),
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("jobs")
        .select(JOB_LIST_COLUMNS)
        .eq("status", status)
        .order("finished_at", { ascending: false })
        .limit(ENDED_ROWS[status])
        .abortSignal(signal)
        .overrideTypes<JobRow[], { merge: false }>()
        .throwOnError();
      return data;
    },
  });

import type { Queue } from "@spool/contracts/job-states";
import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { JOB_LIST_COLUMNS, type JobRow } from "./job-row.ts";
import { jobsKeys } from "./keys.ts";

const SHOWN_ROWS = 20;

/** The jobs that a queue serves next, in the order in which nodes take them. Both columns sort as they are served. */
export const nextInQueueQuery = (supabase: Supabase, queue: Queue) =>
  queryOptions({
    queryKey: jobsKeys.glance(`next in ${queue}`),
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("jobs")
        .select(JOB_LIST_COLUMNS)
        .in("status", ["queued", "pending"])
        .eq("queue", queue)
        // What is scheduled for later is not in line yet. The database knows what time it is.
        .lte("run_at", "now")
        .order("priority")
        .order("position")
        .limit(SHOWN_ROWS)
        .abortSignal(signal)
        .overrideTypes<JobRow[], { merge: false }>()
        .throwOnError();
      return data;
    },
  });

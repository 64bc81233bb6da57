import type { Queue } from "@spool/contracts/job-states";
import { queryOptions } from "@tanstack/react-query";
import type { Database } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { jobsKeys } from "./keys.ts";

export type JobInLine = Database["public"]["Functions"]["get_queue_order"]["Returns"][number];

/** As many as the database tells at once. */
const MOST_JOBS = 500;

/** The head of a queue in the order of service, as far as the reader may see it. */
export const lineQuery = (supabase: Supabase, queue: Queue) =>
  queryOptions({
    queryKey: jobsKeys.line(queue),
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .rpc("get_queue_order", { queue, max_jobs: MOST_JOBS })
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

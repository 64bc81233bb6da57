import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import type { Job } from "./job-row.ts";
import { jobsKeys } from "./keys.ts";

/** One job with its payload and error, or null where there is none that the reader may see. */
export const jobQuery = (supabase: Supabase, jobId: string) =>
  queryOptions({
    queryKey: jobsKeys.detail(jobId),
    queryFn: async ({ signal }): Promise<Job | null> => {
      const { data } = await supabase
        .from("jobs")
        .select("*")
        .eq("id", jobId)
        .abortSignal(signal)
        .maybeSingle()
        .throwOnError();
      return data;
    },
    // An answer that was on its way while an event arrived must not take the row back in time.
    structuralSharing: (held, fetched) => newerOf(held as Job | null | undefined, fetched as Job | null), // both come from queryFn or from setQueryData of the same key
  });

function newerOf(held: Job | null | undefined, fetched: Job | null): Job | null {
  if (held && fetched && held.revision > fetched.revision) return held;
  return fetched;
}

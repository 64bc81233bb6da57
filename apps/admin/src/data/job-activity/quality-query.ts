import { videoQualitySchema } from "@spool/contracts/video-results";
import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { activityKeys } from "./keys.ts";

/** What quality control found in a job's video; null where it has not been looked at. */
export const qualityQuery = (supabase: Supabase, jobId: string) =>
  queryOptions({
    queryKey: activityKeys.quality(jobId),
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("job_quality")
        .select("checks, figures, not_measured")
        .eq("job_id", jobId)
        .abortSignal(signal)
        .maybeSingle()
        .throwOnError();
      return data === null ? null : videoQualitySchema.parse(data);
    },
  });

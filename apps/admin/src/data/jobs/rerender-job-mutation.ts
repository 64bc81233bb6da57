import type { VideoScript } from "@spool/contracts/video-script";
import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { applyJobChanges } from "./apply-job-changes.ts";

/** Makes a finished job's video again, from a script that somebody changed. The answer is the job's row. */
export const rerenderJobMutation = (supabase: Supabase, queryClient: QueryClient, jobId: string) =>
  mutationOptions({
    mutationFn: async (script: VideoScript) => {
      const { data } = await supabase
        .rpc("rerender_job", { job_id: jobId, changes: { script } })
        .throwOnError();
      return data;
    },
    onSuccess: (job) => applyJobChanges(queryClient, new Map([[job.id, job]])),
  });

import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { applyJobChanges } from "./apply-job-changes.ts";
import type { JobCommand } from "./transitions-query.ts";

/** Tells a job what to do. The answer is the job's row, which every list then shows at once. */
export const commandJobMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async ({ jobId, command }: { jobId: string; command: JobCommand }) => {
      const { data } = await supabase.rpc(`${command}_job`, { job_id: jobId }).throwOnError();
      return data;
    },
    onSuccess: (job) => applyJobChanges(queryClient, new Map([[job.id, job]])),
  });

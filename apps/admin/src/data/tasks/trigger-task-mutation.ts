import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import type { Json } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { jobsKeys } from "../jobs/keys.ts";

/** Starts a system task now and answers with its job. For operators of the instance. */
export const triggerTaskMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async ({ task, payload }: { task: string; payload: NonNullable<Json> }) => {
      const { data } = await supabase.rpc("trigger_task", { job_type: task, payload }).throwOnError();
      return data;
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: jobsKeys.glances }),
  });

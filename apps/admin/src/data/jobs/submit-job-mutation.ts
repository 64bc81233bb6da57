import { mutationOptions } from "@tanstack/react-query";
import type { TablesInsert } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";

export type NewJob = Pick<
  TablesInsert<"jobs">,
  "project_id" | "job_type" | "queue" | "priority" | "payload" | "run_at" | "requirements" | "unique_key"
>;

/** Puts a job into the queue and returns its id. */
export const submitJobMutation = (supabase: Supabase) =>
  mutationOptions({
    mutationFn: async (job: NewJob) => {
      const { data } = await supabase.from("jobs").insert(job).select("id").single().throwOnError();
      return data.id;
    },
  });

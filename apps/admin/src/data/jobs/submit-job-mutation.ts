import { mutationOptions } from "@tanstack/react-query";
import type { TablesInsert } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { forgetSubmission, submissionId } from "./submission-id.ts";

export type NewJob = Pick<
  TablesInsert<"jobs">,
  "project_id" | "job_type" | "queue" | "priority" | "payload" | "run_at" | "requirements" | "unique_key"
>;

/** Puts a job into the queue and returns its id. Called again after an answer that got lost, it puts in no second one. */
export const submitJobMutation = (supabase: Supabase) =>
  mutationOptions({
    mutationFn: async (job: NewJob) => {
      const id = submissionId(job);
      const { error } = await supabase.from("jobs").insert({ ...job, id });
      if (error !== null && !(isConflict(error.code) && (await isThere(supabase, id)))) throw error;
      forgetSubmission();
      return id;
    },
  });

/** Of its id or its unique key: it may be itself that stands in its way. */
const isConflict = (code: string): boolean => code === "23505" || code === "PT409";

async function isThere(supabase: Supabase, id: string): Promise<boolean> {
  const { data } = await supabase.from("jobs").select("id").eq("id", id).maybeSingle().throwOnError();
  return data !== null;
}

import { mutationOptions } from "@tanstack/react-query";
import type { TablesInsert } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { refusalOf } from "../refusal.ts";
import { forgetSubmission, submissionId } from "./submission-id.ts";

export type NewJob = Pick<
  TablesInsert<"jobs">,
  "project_id" | "job_type" | "queue" | "priority" | "payload" | "run_at" | "requirements" | "unique_key"
>;

interface Refused {
  code: string;
  details: string;
}

/** Puts a job into the queue and returns its id. Called again after an answer that got lost, it puts in no second one. */
export const submitJobMutation = (supabase: Supabase) =>
  mutationOptions({
    mutationFn: async (job: NewJob) => {
      const id = submissionId(job);
      const { error } = await supabase.from("jobs").insert({ ...job, id });
      if (error !== null && !isThereAlready(error, id)) throw error;
      forgetSubmission();
      return id;
    },
  });

/** Refused because of itself: by the primary key, or by its own unique key. */
const isThereAlready = (refused: Refused, id: string): boolean =>
  (refused.code === "23505" && refused.details.includes(`(id)=(${id})`)) ||
  refusalOf(refused).otherJobId === id;

"use client";

import { useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import type { JobOrder } from "../../../../../data/jobs/command-job-mutation.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { lineQuery } from "../../../../../data/jobs/line-query.ts";
import { backToPlace, toTheFront } from "../../../../../data/jobs/place-in-line.ts";
import { refusalOf } from "../../../../../data/refusal.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";

/** Puts a job before all others of its queue and priority, as the line is now. */
export function useMoveToFront(
  job: Job,
  give: (order: JobOrder, options: { undo: JobOrder | null }) => void,
): () => Promise<void> {
  const supabase = useSupabase();
  const queryClient = useQueryClient();
  return async () => {
    try {
      const line = await queryClient.query(lineQuery(supabase, job.queue));
      const order = toTheFront(line, job);
      if (order === null)
        toast(`It is the first of ${job.queue}, ${job.priority} already`, { description: job.title });
      else give(order, { undo: backToPlace(line, job) });
    } catch (error) {
      toast.error("The line could not be read", { description: refusalOf(error).message });
    }
  };
}

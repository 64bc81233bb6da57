import type { Priority, Queue } from "@spool/contracts/job-states";
import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { applyJobChanges, forgetJob } from "./apply-job-changes.ts";
import type { Job } from "./job-row.ts";
import { jobsKeys } from "./keys.ts";

/** Everything that a person can tell one job to do, with what the database wants to know of it. */
export type JobOrder =
  | { command: "pause" | "resume" | "cancel" | "remove" }
  | { command: "retry"; fromStage: string | null }
  | { command: "reprioritise"; priority: Priority }
  | { command: "move_to_queue"; queue: Queue }
  | { command: "reorder"; place: "before" | "after"; anchorId: string };

interface Given {
  jobId: string;
  order: JobOrder;
}

/** Tells a job what to do. The answer is the job's row, which every list then shows at once; null when the job is gone. */
export const commandJobMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: ({ jobId, order }: Given) => give(supabase, jobId, order),
    onMutate: ({ jobId, order }) => {
      // Only what cannot be refused halfway is shown before it is done.
      const shown = foreseen(order);
      if (shown === null) return;
      queryClient.setQueryData<Job | null>(jobsKeys.detail(jobId), (held) => held && { ...held, ...shown });
    },
    onSuccess: (job, { jobId }) => {
      if (job === null) forgetJob(queryClient, jobId);
      else applyJobChanges(queryClient, new Map([[job.id, job]]));
      void queryClient.invalidateQueries({ queryKey: jobsKeys.waits });
    },
    // What was refused is asked for: the row may have moved on, and what was shown too early must go.
    onError: (_error, { jobId }) =>
      queryClient.invalidateQueries({ queryKey: jobsKeys.detail(jobId), refetchType: "active" }),
  });

async function give(supabase: Supabase, jobId: string, order: JobOrder): Promise<Job | null> {
  const job_id = jobId;
  switch (order.command) {
    case "pause":
    case "resume":
    case "cancel": {
      const { data } = await supabase.rpc(`${order.command}_job`, { job_id }).throwOnError();
      return data;
    }
    case "retry": {
      const { data } = await supabase
        .rpc("retry_job", { job_id, ...(order.fromStage !== null && { from_stage: order.fromStage }) })
        .throwOnError();
      return data;
    }
    case "reprioritise": {
      const { data } = await supabase
        .rpc("reprioritise_job", { job_id, priority: order.priority })
        .throwOnError();
      return data;
    }
    case "move_to_queue": {
      const { data } = await supabase.rpc("move_job_to_queue", { job_id, queue: order.queue }).throwOnError();
      return data;
    }
    case "reorder": {
      const { data } = await supabase
        .rpc(
          "reorder_job",
          order.place === "before" ? { job_id, before: order.anchorId } : { job_id, after: order.anchorId },
        )
        .throwOnError();
      return data;
    }
    case "remove":
      await supabase.rpc("remove_job", { job_id }).throwOnError();
      return null;
  }
}

function foreseen(order: JobOrder): Partial<Job> | null {
  if (order.command === "reprioritise") return { priority: order.priority };
  if (order.command === "move_to_queue") return { queue: order.queue };
  return null;
}

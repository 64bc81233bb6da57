import type { Priority, Queue } from "@spool/contracts/job-states";
import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { applyJobChanges } from "../jobs/apply-job-changes.ts";
import { queueOrderKeys } from "./queue-order-query.ts";

/** Where in line somebody wants a job: next to another, in another queue, or among jobs of another priority. */
export type Placement =
  | { kind: "reorder"; jobId: string; side: "before" | "after"; anchorId: string }
  | { kind: "queue"; jobId: string; queue: Queue; side?: "before" | "after"; anchorId?: string }
  | { kind: "priority"; jobId: string; priority: Priority };

/** Changes a job's place in line. A move to another queue that names a neighbour is two steps: into the queue, then to its side. */
export const moveInLineMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (placement: Placement) => {
      switch (placement.kind) {
        case "reorder":
          return reorder(supabase, placement.jobId, placement.side, placement.anchorId);
        case "priority": {
          const { jobId, priority } = placement;
          const { data } = await supabase.rpc("reprioritise_job", { job_id: jobId, priority }).throwOnError();
          return data;
        }
        case "queue": {
          const { jobId, queue, side, anchorId } = placement;
          const { data } = await supabase.rpc("move_job_to_queue", { job_id: jobId, queue }).throwOnError();
          return side === undefined || anchorId === undefined
            ? data
            : reorder(supabase, jobId, side, anchorId);
        }
      }
    },
    onSuccess: (job) => applyJobChanges(queryClient, new Map([[job.id, job]])),
    // After a refusal as well: what was shown was then wrong.
    onSettled: () => queryClient.invalidateQueries({ queryKey: queueOrderKeys.all }),
  });

async function reorder(supabase: Supabase, jobId: string, side: "before" | "after", anchorId: string) {
  const { data } = await supabase
    .rpc("reorder_job", {
      job_id: jobId,
      ...(side === "before" ? { before: anchorId } : { after: anchorId }),
    })
    .throwOnError();
  return data;
}

import type { Queue } from "@spool/contracts/job-states";
import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { queueOrderKeys } from "./queue-order-query.ts";
import { queuesKeys, type QueueRow } from "./queues-query.ts";

interface Pause {
  queue: Queue;
  /** Empty where nobody gave one. */
  reason: string;
  /** Null: until somebody resumes it. */
  until: string | null;
}

export const pauseQueueMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async ({ queue, reason, until }: Pause) => {
      const { data } = await supabase
        .rpc("pause_queue", {
          name: queue,
          ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
          ...(until === null ? {} : { until }),
        })
        .throwOnError();
      return data;
    },
    onSuccess: (row) => takeRow(queryClient, row),
  });

export const resumeQueueMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (queue: Queue) => {
      const { data } = await supabase.rpc("resume_queue", { name: queue }).throwOnError();
      return data;
    },
    onSuccess: (row) => takeRow(queryClient, row),
  });

function takeRow(queryClient: QueryClient, row: QueueRow): void {
  queryClient.setQueryData<QueueRow[]>(queuesKeys.all, (held) =>
    held?.map((other) => (other.name === row.name && row.revision > other.revision ? row : other)),
  );
  void queryClient.invalidateQueries({ queryKey: queueOrderKeys.all });
}

import type { Queue } from "@spool/contracts/job-states";
import type { Database } from "@spool/db/database.types";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";

type OrderRow = Database["public"]["Functions"]["get_queue_order"]["Returns"][number];

/** A job in line. Without an expected start its queue is paused, no node is up, or nothing was measured yet. */
export type PlaceInLine = Omit<OrderRow, "expected_start_at"> & { expected_start_at: string | null };

export const queueOrderKeys = {
  all: ["queue-order"] as const,
  of: (queue: Queue) => [...queueOrderKeys.all, queue] as const,
};

/** Expected starts move on although nothing happens. */
const REFRESH_MS = 15_000;

/** The first `maxJobs` jobs of a queue in the order in which nodes take them. */
export const queueOrderQuery = (supabase: Supabase, queue: Queue, maxJobs: number) =>
  queryOptions({
    queryKey: [...queueOrderKeys.of(queue), maxJobs] as const,
    refetchInterval: REFRESH_MS,
    // A longer stretch of the line stands where the shorter one stood.
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<PlaceInLine[]> => {
      const { data } = await supabase
        .rpc("get_queue_order", { queue, max_jobs: maxJobs })
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

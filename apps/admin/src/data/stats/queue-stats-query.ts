import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { statsKeys } from "./keys.ts";
import { readQueueStats } from "./queue-stats.ts";

/** Ages grow and the last hour moves on although nothing happens. */
const REFRESH_MS = 15_000;

export const queueStatsQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: statsKeys.queues,
    refetchInterval: REFRESH_MS,
    queryFn: async ({ signal }) => {
      const { data } = await supabase.rpc("get_queue_stats").abortSignal(signal).throwOnError();
      return readQueueStats(data);
    },
  });

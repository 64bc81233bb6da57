import { queryOptions } from "@tanstack/react-query";
import type { Tables } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";

export type QueueRow = Tables<"queues">;

export const queuesKeys = { all: ["queues"] as const };

/** The queues in the order in which they are served. */
export const queuesQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: queuesKeys.all,
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("queues")
        .select("*")
        .order("name")
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

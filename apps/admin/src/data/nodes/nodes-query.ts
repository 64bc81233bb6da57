import { queryOptions } from "@tanstack/react-query";
import type { Tables } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";

export type Node = Tables<"nodes">;

export const nodesKeys = { all: ["nodes"] as const };

/** A node that is removed says nothing any more. */
const REFRESH_MS = 30_000;

/** Every node that ever registered, those at work first. */
export const nodesQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: nodesKeys.all,
    refetchInterval: REFRESH_MS,
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("nodes")
        .select("*")
        .order("status")
        .order("name")
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

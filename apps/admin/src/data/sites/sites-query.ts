import { queryOptions } from "@tanstack/react-query";
import type { Tables } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";

export type Site = Tables<"sites">;

export const sitesKey = ["sites"] as const;

/** Checks of sites are not broadcast. */
const REFRESH_MS = 10_000;

/** The member sites, by name. */
export const sitesQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: sitesKey,
    refetchInterval: REFRESH_MS,
    queryFn: async ({ signal }): Promise<Site[]> => {
      const { data } = await supabase
        .from("sites")
        .select("*")
        .order("name")
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";

/** Keys come and go slowly. */
const FRESH_MS = 5 * 60_000;

/** What the API keys are called that the reader may see, by their ids: `key "nightly import"`. */
export const keyNamesQuery = (supabase: Supabase, isWanted: boolean) =>
  queryOptions({
    queryKey: ["api-key-names"] as const,
    enabled: isWanted,
    staleTime: FRESH_MS,
    queryFn: async ({ signal }): Promise<Record<string, string>> => {
      const { data } = await supabase.from("api_keys").select("id, name").abortSignal(signal).throwOnError();
      return Object.fromEntries(data.map(({ id, name }) => [id, `key “${name}”`]));
    },
  });

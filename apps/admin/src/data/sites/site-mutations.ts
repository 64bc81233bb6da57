import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { sitesKey } from "./sites-query.ts";

interface SiteDraft {
  /** Null: a new one. */
  siteId: string | null;
  slug: string;
  name: string;
  storageRoot: string;
}

/** For operators of the instance. The slug of a site that is there stays as it is. */
export const saveSiteMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async ({ siteId, slug, name, storageRoot }: SiteDraft) => {
      const { data } =
        siteId === null
          ? await supabase.rpc("create_site", { slug, name, storage_root: storageRoot }).throwOnError()
          : await supabase
              .rpc("change_site", { site_id: siteId, name, storage_root: storageRoot })
              .throwOnError();
      return data;
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: sitesKey }),
  });

export const removeSiteMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (siteId: string) => {
      await supabase.rpc("remove_site", { site_id: siteId }).throwOnError();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: sitesKey }),
  });

import { mutationOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import type { Tables } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";

export type SavedView = Pick<Tables<"saved_views">, "id" | "name" | "query">;

const savedViewsKey = ["saved-views"] as const;

/** The reader's own views, by name. */
export const savedViewsQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: savedViewsKey,
    queryFn: async ({ signal }): Promise<SavedView[]> => {
      const { data } = await supabase
        .from("saved_views")
        .select("id, name, query")
        .order("name")
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

type ViewChange =
  | { kind: "save"; name: string; query: string }
  | { kind: "rename"; id: string; name: string }
  | { kind: "delete"; id: string };

/** Keeps a view, gives it another name, or deletes it. A name that is there already is given the new filter. */
export const changeViewMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (change: ViewChange) => {
      const views = supabase.from("saved_views");
      switch (change.kind) {
        case "save": {
          const held = queryClient
            .getQueryData<SavedView[]>(savedViewsKey)
            ?.find(({ name }) => name === change.name);
          if (held === undefined)
            await views.insert({ name: change.name, query: change.query }).throwOnError();
          else await views.update({ query: change.query }).eq("id", held.id).throwOnError();
          return;
        }
        case "rename":
          await views.update({ name: change.name }).eq("id", change.id).throwOnError();
          return;
        case "delete":
          await views.delete().eq("id", change.id).throwOnError();
      }
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: savedViewsKey }),
  });

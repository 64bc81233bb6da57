import { queryOptions, type QueryClient } from "@tanstack/react-query";
import type { Tables } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { correctedNowMs } from "../../time/now.ts";

export type BulkAction = Tables<"bulk_actions">;
export type BulkActionName = BulkAction["action"];

const bulkActionsKey = ["bulk-actions"] as const;

/** An action that ended is told of for so long, also after a reload. */
const TOLD_FOR_MS = 2 * 60_000;
const SHOWN_ACTIONS = 5;

/** What is being done to many jobs now, and what was done just before; by anybody in the reader's projects. */
export const bulkActionsQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: bulkActionsKey,
    queryFn: async ({ signal }): Promise<BulkAction[]> => {
      const { data } = await supabase
        .from("bulk_actions")
        .select("*")
        .or(`status.eq.running,finished_at.gt.${new Date(correctedNowMs() - TOLD_FOR_MS).toISOString()}`)
        .order("created_at", { ascending: false })
        .limit(SHOWN_ACTIONS)
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

/** Lays what is new of an action over what is held. */
export function applyBulkAction(queryClient: QueryClient, action: BulkAction): void {
  queryClient.setQueryData<BulkAction[]>(bulkActionsKey, (held) => {
    if (held === undefined) return undefined;
    const known = held.find(({ id }) => id === action.id);
    if (known === undefined) return [action, ...held].slice(0, SHOWN_ACTIONS);
    return known.revision >= action.revision ? held : held.map((row) => (row === known ? action : row));
  });
}

/** Events were missed: what is shown may be old. */
export const lookAgainAtBulkActions = (queryClient: QueryClient) =>
  queryClient.invalidateQueries({ queryKey: bulkActionsKey });

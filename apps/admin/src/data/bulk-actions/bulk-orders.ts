import { mutationOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import type { Json } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { applyBulkAction, type BulkAction, type BulkActionName } from "./bulk-actions-query.ts";
import type { BulkFilter } from "./bulk-filter.ts";

/*
 * What is asked of many jobs at once. Apart from the query of what is under way, which every visit of the list makes: most
 * visits order nothing.
 */

export interface BulkOrder {
  action: BulkActionName;
  arguments: Record<string, Json>;
  filter: BulkFilter;
  /** The projects whose jobs it may touch; one action is made for each. */
  projectIds: readonly string[];
}

interface BulkOutcome {
  effect: string;
  count: number;
  text: string;
}

/** What an order would do, over all of its projects. */
export interface BulkPreview {
  matched_count: number;
  change_count: number;
  outcomes: BulkOutcome[];
  /** The projects in which it would change something. */
  projectIds: string[];
}

interface ProjectPreview extends Omit<BulkPreview, "projectIds"> {
  text: string;
}

export const bulkPreviewQuery = (supabase: Supabase, order: BulkOrder | null) =>
  queryOptions({
    queryKey: ["bulk-preview", order] as const,
    enabled: order !== null,
    // What is about to be done is counted when it is asked about.
    staleTime: 0,
    gcTime: 0,
    queryFn: async ({ signal }): Promise<BulkPreview> => {
      if (order === null) throw new Error("There is nothing to preview");
      const previews = await Promise.all(
        order.projectIds.map(async (project_id) => {
          const { data } = await supabase
            .rpc("preview_bulk_action", {
              project_id,
              action: order.action,
              filter: order.filter,
              arguments: order.arguments,
            })
            .abortSignal(signal)
            .throwOnError();
          return { project_id, preview: data as unknown as ProjectPreview }; // what the function says it answers
        }),
      );
      return {
        matched_count: previews.reduce((total, { preview }) => total + preview.matched_count, 0),
        change_count: previews.reduce((total, { preview }) => total + preview.change_count, 0),
        outcomes: together(previews.flatMap(({ preview }) => preview.outcomes)),
        projectIds: previews.flatMap(({ project_id, preview }) =>
          preview.change_count > 0 ? [project_id] : [],
        ),
      };
    },
  });

/** One line for each effect, with the words of the database around the sum. */
function together(outcomes: readonly BulkOutcome[]): BulkOutcome[] {
  const sums = new Map<string, BulkOutcome>();
  for (const outcome of outcomes) {
    const held = sums.get(outcome.effect);
    const count = outcome.count + (held?.count ?? 0);
    // The words of more than one are those of the larger: "has" becomes "have".
    const text = (held && held.count > outcome.count ? held.text : outcome.text).replace(
      /^\d+ (has|is) /,
      (words) => (count === 1 ? words : words.replace("has", "have").replace("is", "are")),
    );
    sums.set(outcome.effect, { ...outcome, count, text: text.replace(/^\d+/, count.toLocaleString("en")) });
  }
  return [...sums.values()];
}

/** Sets out to do it. Workers carry it on; {@link carryOnMutation} does where there is none. */
export const startBulkActionMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (order: BulkOrder): Promise<BulkAction[]> => {
      const started: BulkAction[] = [];
      for (const project_id of order.projectIds) {
        const { data } = await supabase
          .rpc("start_bulk_action", {
            project_id,
            action: order.action,
            filter: order.filter,
            arguments: order.arguments,
          })
          .throwOnError();
        applyBulkAction(queryClient, data);
        started.push(data);
      }
      return started;
    },
  });

export const carryOnMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (bulk_action_id: string) => {
      const { data } = await supabase.rpc("run_bulk_action_batch", { bulk_action_id }).throwOnError();
      applyBulkAction(queryClient, data);
      return data;
    },
  });

export const stopBulkActionMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (bulk_action_id: string) => {
      const { data } = await supabase.rpc("stop_bulk_action", { bulk_action_id }).throwOnError();
      applyBulkAction(queryClient, data);
    },
  });

export const undoBulkActionMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (bulk_action_id: string) => {
      const { data } = await supabase.rpc("undo_bulk_action", { bulk_action_id }).throwOnError();
      applyBulkAction(queryClient, data);
    },
  });

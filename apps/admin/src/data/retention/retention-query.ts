import { keepPreviousData, mutationOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import { z } from "zod";
import type { Supabase } from "../../lib/supabase-browser.tsx";

const days = z.number().nullable();
const retentionSchema = z.object({
  keep_completed_days: days,
  keep_failed_days: days,
  keep_tasks_days: days,
  keep_logs_days: days,
  keep_minutes_days: days,
  keep_schedule_runs_days: days,
});
/** For how many days things are kept; null is for ever. */
export type Retention = z.infer<typeof retentionSchema>;
export type RetentionFigure = keyof Retention;

const retentionKey = ["retention"] as const;

export const retentionQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: retentionKey,
    queryFn: async ({ signal }) => {
      const { data } = await supabase.rpc("get_retention").abortSignal(signal).throwOnError();
      return retentionSchema.parse(data);
    },
  });

const previewSchema = z.record(z.string(), z.number());

/** How many rows the next clean-up would remove under these figures. For administrators of the instance. */
export const retentionPreviewQuery = (supabase: Supabase, figures: Readonly<Record<string, number | null>>) =>
  queryOptions({
    queryKey: [...retentionKey, "preview", figures] as const,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .rpc("preview_retention", { figures })
        .abortSignal(signal)
        .throwOnError();
      return previewSchema.parse(data);
    },
  });

export const setRetentionMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (figures: Readonly<Record<string, number | string | null>>) => {
      const { data } = await supabase.rpc("set_retention", { figures }).throwOnError();
      return retentionSchema.parse(data);
    },
    onSuccess: (figures) => queryClient.setQueryData(retentionKey, figures),
  });

import { mutationOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import { z } from "zod";
import type { Supabase } from "../../lib/supabase-browser.tsx";

const schedulingSchema = z.object({
  reserved_live_slots: z.number(),
  /** Null: waiting jobs never rise. */
  ageing_seconds: z.number().nullable(),
  affinity_seconds: z.number(),
  node_removed_after_seconds: z.number(),
});

/** The figures by which jobs are spread over nodes. */
export type Scheduling = z.infer<typeof schedulingSchema>;

const schedulingKey = ["scheduling"] as const;

export const schedulingQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: schedulingKey,
    queryFn: async ({ signal }) => {
      const { data } = await supabase.rpc("get_scheduling").abortSignal(signal).throwOnError();
      return schedulingSchema.parse(data);
    },
  });

/** For operators of the instance. The answer is the figures that hold from now on. */
export const setSchedulingMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (figures: Partial<Scheduling>) => {
      const { data } = await supabase.rpc("set_scheduling", { figures }).throwOnError();
      return schedulingSchema.parse(data);
    },
    onSuccess: (figures) => queryClient.setQueryData(schedulingKey, figures),
  });

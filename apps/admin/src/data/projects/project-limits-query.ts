import { mutationOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import { z } from "zod";
import type { Supabase } from "../../lib/supabase-browser.tsx";

const limitsSchema = z.object({
  jobs_per_hour: z.number().nullable(),
  submissions_per_minute: z.number().nullable(),
  bytes_stored: z.number().nullable(),
});
/** Null: no limit. */
export type ProjectLimits = z.infer<typeof limitsSchema>;

const answerSchema = z.object({
  /** The lower of what the project and the instance set. */
  limits: limitsSchema,
  set_by_project: limitsSchema.nullable(),
  set_by_instance: limitsSchema.nullable(),
  used: z.object({ jobs_last_hour: z.number(), bytes_stored: z.number() }),
});

const limitsKeys = {
  all: ["project-limits"] as const,
  of: (projectId: string) => [...limitsKeys.all, projectId] as const,
};

const REFRESH_MS = 15_000;

/** What a project may use at most, who says so, and what it uses. */
export const projectLimitsQuery = (supabase: Supabase, projectId: string) =>
  queryOptions({
    queryKey: limitsKeys.of(projectId),
    refetchInterval: REFRESH_MS,
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .rpc("get_project_limits", { project_id: projectId })
        .abortSignal(signal)
        .throwOnError();
      return answerSchema.parse(data);
    },
  });

/** Sets all limits of a project: the instance's for its administrators, the project's own for theirs. */
export const setProjectLimitsMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async ({
      projectId,
      limits,
    }: {
      projectId: string;
      limits: Partial<Record<keyof ProjectLimits, number>>;
    }) => {
      await supabase.rpc("set_project_limits", { project_id: projectId, ...limits }).throwOnError();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: limitsKeys.all }),
  });

import { mutationOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import type { Tables } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";

export type Project = Tables<"projects">;

export const projectsKey = ["projects"] as const;

/** The projects that the reader belongs to; all of them for administrators of the instance. */
export const projectsQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: projectsKey,
    queryFn: async ({ signal }): Promise<Project[]> => {
      const { data } = await supabase
        .from("projects")
        .select("*")
        .order("name")
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

/** How many jobs of a project run at once at most; null lifts the limit. For operators of the instance. */
export const limitRunningJobsMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async ({
      projectId,
      maxRunningJobs,
    }: {
      projectId: string;
      maxRunningJobs: number | null;
    }) => {
      const { data } = await supabase
        .rpc("limit_running_jobs", {
          project_id: projectId,
          // The generator writes arguments as never null; this function takes null for no limit.
          max_running_jobs: maxRunningJobs as number,
        })
        .throwOnError();
      return data;
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: projectsKey }),
  });

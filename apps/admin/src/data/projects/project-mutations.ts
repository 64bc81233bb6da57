import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { projectsKey } from "./projects-query.ts";

/** Makes a project, for administrators of the instance, or gives one another name, for its own. */
export const saveProjectMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (
      project:
        { kind: "create"; slug: string; name: string } | { kind: "rename"; projectId: string; name: string },
    ) => {
      const { data } =
        project.kind === "create"
          ? await supabase.rpc("create_project", { slug: project.slug, name: project.name }).throwOnError()
          : await supabase
              .rpc("rename_project", { project_id: project.projectId, name: project.name })
              .throwOnError();
      return data;
    },
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: projectsKey }),
        queryClient.invalidateQueries({ queryKey: ["account"] }),
      ]),
  });

import { mutationOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import type { Enums, Tables } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { peopleKey } from "../people/people-query.ts";

export type ProjectRole = Enums<"project_role">;
export const PROJECT_ROLES = ["viewer", "operator", "admin"] as const satisfies readonly ProjectRole[];
export type InstanceRole = Enums<"instance_role">;
export const INSTANCE_ROLES = ["none", "operator", "admin"] as const satisfies readonly InstanceRole[];

const membersKeys = {
  all: ["members"] as const,
  of: (projectId: string) => [...membersKeys.all, projectId] as const,
};

/** Who belongs to a project, and as what. */
export const membersQuery = (supabase: Supabase, projectId: string) =>
  queryOptions({
    queryKey: membersKeys.of(projectId),
    queryFn: async ({ signal }): Promise<Tables<"project_members">[]> => {
      const { data } = await supabase
        .from("project_members")
        .select("*")
        .eq("project_id", projectId)
        .order("created_at")
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

type MemberChange = { projectId: string } & (
  | { kind: "add"; email: string; role: ProjectRole }
  | { kind: "role"; userId: string; role: ProjectRole }
  | { kind: "remove"; userId: string }
);

/** For administrators of the project; everybody may take themselves out. */
export const changeMembersMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (change: MemberChange) => {
      const { projectId } = change;
      switch (change.kind) {
        case "add":
          await supabase
            .rpc("add_member", { project_id: projectId, email: change.email.trim(), role: change.role })
            .throwOnError();
          return;
        case "role":
          await supabase
            .rpc("change_member_role", { project_id: projectId, user_id: change.userId, role: change.role })
            .throwOnError();
          return;
        case "remove":
          await supabase
            .rpc("remove_member", { project_id: projectId, user_id: change.userId })
            .throwOnError();
      }
    },
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: membersKeys.all }),
        queryClient.invalidateQueries({ queryKey: peopleKey }),
        queryClient.invalidateQueries({ queryKey: ["account"] }),
      ]),
  });

/** For administrators of the instance. */
export const setInstanceRoleMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async ({ userId, role }: { userId: string; role: InstanceRole }) => {
      await supabase.rpc("set_instance_role", { user_id: userId, role }).throwOnError();
    },
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: peopleKey }),
        queryClient.invalidateQueries({ queryKey: ["account"] }),
      ]),
  });

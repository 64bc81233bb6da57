import { queryOptions } from "@tanstack/react-query";
import type { Enums } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";

type ProjectRole = Enums<"project_role">;

export interface Membership {
  project_id: string;
  role: ProjectRole;
  project_name: string;
}

/** Who is looking, and what they may do where. */
export interface Account {
  user_id: string;
  email: string;
  display_name: string | null;
  /** What they may do to nodes, queues, sites, schedules and tasks. */
  instance_role: Enums<"instance_role">;
  memberships: Membership[];
}

const accountKeys = { of: (userId: string) => ["account", userId] as const };

/** Roles change seldom; a minute of an old one only hides or shows a button, the database decides. */
const FRESH_MS = 60_000;

export const accountQuery = (supabase: Supabase, userId: string) =>
  queryOptions({
    queryKey: accountKeys.of(userId),
    staleTime: FRESH_MS,
    queryFn: async ({ signal }): Promise<Account> => {
      const [profile, memberships, projects] = await Promise.all([
        supabase
          .from("profiles")
          .select("email, display_name, instance_role")
          .eq("user_id", userId)
          .abortSignal(signal)
          .maybeSingle()
          .throwOnError(),
        supabase
          .from("project_members")
          .select("project_id, role")
          .eq("user_id", userId)
          .abortSignal(signal)
          .throwOnError(),
        supabase.from("projects").select("id, name").order("name").abortSignal(signal).throwOnError(),
      ]);
      const roles = new Map(memberships.data.map(({ project_id, role }) => [project_id, role]));
      return {
        user_id: userId,
        email: profile.data?.email ?? "",
        display_name: profile.data?.display_name ?? null,
        instance_role: profile.data?.instance_role ?? "none",
        memberships: projects.data.flatMap(({ id, name }) => {
          const role = roles.get(id);
          return role === undefined ? [] : [{ project_id: id, role, project_name: name }];
        }),
      };
    },
  });

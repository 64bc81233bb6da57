import { mutationOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import type { Tables } from "@spool/db/database.types";
import { z } from "zod";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import type { ProjectRole } from "../members/members-query.ts";

export type ApiKey = Tables<"api_keys">;

const apiKeysKeys = {
  all: ["api-keys"] as const,
  of: (projectId: string) => [...apiKeysKeys.all, projectId] as const,
};

/** When a key was used is not broadcast. */
const REFRESH_MS = 30_000;

/** The keys of a project, newest first; none for who may not see them. */
export const apiKeysQuery = (supabase: Supabase, projectId: string) =>
  queryOptions({
    queryKey: apiKeysKeys.of(projectId),
    refetchInterval: REFRESH_MS,
    queryFn: async ({ signal }): Promise<ApiKey[]> => {
      const { data } = await supabase
        .from("api_keys")
        .select("*")
        .eq("project_id", projectId)
        .order("created_at", { ascending: false })
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

const shownOnceSchema = z.object({ key: z.string() });

interface NewKey {
  projectId: string;
  name: string;
  role: ProjectRole;
  /** Null: until it is revoked. */
  expiresAt: string | null;
}

/** Makes a key and answers with it: nobody can be shown it again. */
export const createApiKeyMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async ({ projectId, name, role, expiresAt }: NewKey) => {
      const { data } = await supabase
        .rpc("create_api_key", {
          project_id: projectId,
          name,
          role,
          ...(expiresAt === null ? {} : { expires_at: expiresAt }),
        })
        .throwOnError();
      return shownOnceSchema.parse(data).key;
    },
    // The key is nobody's business once its window is closed.
    gcTime: 0,
    onSettled: () => queryClient.invalidateQueries({ queryKey: apiKeysKeys.all }),
  });

/** Gives a key a new secret and answers with it; the old one lives on for the overlap. */
export const rotateApiKeyMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async ({ apiKeyId, overlapHours }: { apiKeyId: string; overlapHours: number }) => {
      const { data } = await supabase
        .rpc("rotate_api_key", { api_key_id: apiKeyId, overlap: `${overlapHours} hours` })
        .throwOnError();
      return shownOnceSchema.parse(data).key;
    },
    gcTime: 0,
    onSettled: () => queryClient.invalidateQueries({ queryKey: apiKeysKeys.all }),
  });

export const revokeApiKeyMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (apiKeyId: string) => {
      await supabase.rpc("revoke_api_key", { api_key_id: apiKeyId }).throwOnError();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: apiKeysKeys.all }),
  });

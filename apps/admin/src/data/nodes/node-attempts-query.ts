import { queryOptions } from "@tanstack/react-query";
import type { Tables } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { nodesKeys } from "./nodes-query.ts";

type NodeAttempt = Pick<
  Tables<"job_attempts">,
  "id" | "job_id" | "number" | "status" | "assigned_at" | "started_at" | "finished_at"
> & { jobs: { title: string; job_type: string } | null };

const SHOWN_ATTEMPTS = 25;
const REFRESH_MS = 10_000;

/** What a node ran last, newest first, as far as the reader may see it. */
export const nodeAttemptsQuery = (supabase: Supabase, nodeId: string) =>
  queryOptions({
    queryKey: [...nodesKeys.all, nodeId, "attempts"] as const,
    refetchInterval: REFRESH_MS,
    queryFn: async ({ signal }): Promise<NodeAttempt[]> => {
      const { data } = await supabase
        .from("job_attempts")
        .select("id, job_id, number, status, assigned_at, started_at, finished_at, jobs(title, job_type)")
        .eq("node_id", nodeId)
        .order("assigned_at", { ascending: false })
        .limit(SHOWN_ATTEMPTS)
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

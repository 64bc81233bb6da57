import { queryOptions } from "@tanstack/react-query";
import type { Tables } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { LOG_PAGE_LINES, logPage, type LogRow } from "./log-page.ts";
import { KEPT_LINES, mergeById } from "./merge-by-id.ts";
import { activityKeys } from "./keys.ts";

export type StageRow = Tables<"job_stages">;
export type AttemptRow = Tables<"job_attempts">;
export type EventRow = Tables<"job_events">;
export type FileRow = Tables<"job_files">;

export const stagesQuery = (supabase: Supabase, jobId: string) =>
  queryOptions({
    queryKey: activityKeys.stages(jobId),
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("job_stages")
        .select("*")
        .eq("job_id", jobId)
        .order("ordinal")
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

/** Newest first. */
export const attemptsQuery = (supabase: Supabase, jobId: string) =>
  queryOptions({
    queryKey: activityKeys.attempts(jobId),
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("job_attempts")
        .select("*")
        .eq("job_id", jobId)
        .order("number", { ascending: false })
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

/** Oldest first. */
export const eventsQuery = (supabase: Supabase, jobId: string) =>
  queryOptions({
    queryKey: activityKeys.events(jobId),
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("job_events")
        .select("*")
        .eq("job_id", jobId)
        .order("id")
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

/**
 * The newest lines, oldest first. What events and older pages added in the meantime stays; where more was written
 * than one page while nobody listened, the pages between are fetched as well.
 */
export const logsQuery = (supabase: Supabase, jobId: string) =>
  // eslint-disable-next-line @tanstack/query/exhaustive-deps -- the client is the same for as long as the cache lives
  queryOptions({
    queryKey: activityKeys.logs(jobId),
    queryFn: async ({ client, signal }): Promise<readonly LogRow[]> => {
      const lastHeldId = client.getQueryData<readonly LogRow[]>(activityKeys.logs(jobId))?.at(-1)?.id;
      let lines = await logPage(supabase, jobId, null, signal);
      let page = lines;
      while (lastHeldId !== undefined && page.length === LOG_PAGE_LINES && (lines[0]?.id ?? 0) > lastHeldId) {
        page = await logPage(supabase, jobId, lines[0]?.id ?? null, signal);
        lines = [...page, ...lines].slice(-KEPT_LINES);
        if (lines.length === KEPT_LINES) break;
      }
      return lines;
    },
    structuralSharing: (held, fetched) => mergeById((held ?? []) as LogRow[], fetched as LogRow[]), // both are rows of this query
  });

export const filesQuery = (supabase: Supabase, jobId: string) =>
  queryOptions({
    queryKey: activityKeys.files(jobId),
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("job_files")
        .select("*")
        .eq("job_id", jobId)
        .order("created_at")
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

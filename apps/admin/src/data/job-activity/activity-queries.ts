import { queryOptions } from "@tanstack/react-query";
import type { Tables } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { mergeById } from "./merge-by-id.ts";
import { activityKeys } from "./keys.ts";

export type StageRow = Tables<"job_stages">;
export type AttemptRow = Tables<"job_attempts">;
export type EventRow = Tables<"job_events">;
export type LogRow = Tables<"job_logs">;
export type FileRow = Tables<"job_files">;

/** The newest lines that a page starts with; live ones are added to them. */
const LOG_LINES = 1_000;

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

/** The newest thousand lines, oldest first. What events added in the meantime stays. */
export const logsQuery = (supabase: Supabase, jobId: string) =>
  queryOptions({
    queryKey: activityKeys.logs(jobId),
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("job_logs")
        .select("*")
        .eq("job_id", jobId)
        .order("id", { ascending: false })
        .limit(LOG_LINES)
        .abortSignal(signal)
        .throwOnError();
      return data.reverse();
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

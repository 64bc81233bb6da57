import { queryOptions } from "@tanstack/react-query";
import type { Enums, Tables } from "@spool/db/database.types";
import type { JobStatus } from "@spool/contracts/job-states";
import type { Supabase } from "../../lib/supabase-browser.tsx";

export type Schedule = Tables<"schedules">;
export type MissedRuns = Enums<"missed_run_policy">;

export const schedulesKeys = {
  all: ["schedules"] as const,
  runs: (scheduleId: string) => [...schedulesKeys.all, "runs", scheduleId] as const,
  preview: (cron: string, timeZone: string) => ["schedule-preview", cron, timeZone] as const,
};

const REFRESH_MS = 15_000;

/** The schedules that the reader may see, the next to run first. */
export const schedulesQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: schedulesKeys.all,
    // Those of projects that the reader steers without belonging to them are not told of.
    refetchInterval: REFRESH_MS,
    queryFn: async ({ signal }): Promise<Schedule[]> => {
      const { data } = await supabase
        .from("schedules")
        .select("*")
        .order("is_enabled", { ascending: false })
        .order("next_run_at", { nullsFirst: false })
        .order("name")
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

export type ScheduleRun = Tables<"schedule_runs"> & {
  /** Null where none was submitted, or its row is gone. */
  job_status: JobStatus | null;
};

const SHOWN_RUNS = 50;

/** What became of the last times that a schedule came due. */
export const scheduleRunsQuery = (supabase: Supabase, scheduleId: string) =>
  queryOptions({
    queryKey: schedulesKeys.runs(scheduleId),
    refetchInterval: REFRESH_MS,
    queryFn: async ({ signal }): Promise<ScheduleRun[]> => {
      const { data: runs } = await supabase
        .from("schedule_runs")
        .select("*")
        .eq("schedule_id", scheduleId)
        .order("due_at", { ascending: false })
        .limit(SHOWN_RUNS)
        .abortSignal(signal)
        .throwOnError();
      const jobIds = runs.flatMap(({ job_id }) => (job_id === null ? [] : [job_id]));
      if (jobIds.length === 0) return runs.map((run) => ({ ...run, job_status: null }));
      const { data: jobs } = await supabase
        .from("jobs")
        .select("id, status")
        .in("id", jobIds)
        .abortSignal(signal)
        .throwOnError();
      const statuses = new Map(jobs.map(({ id, status }) => [id, status]));
      return runs.map((run) => ({
        ...run,
        job_status: run.job_id === null ? null : (statuses.get(run.job_id) ?? null),
      }));
    },
  });

const PREVIEWED_RUNS = 5;

/** The next five runs that an expression means in a time zone. Fails with what is wrong with either, in words. */
export const previewScheduleQuery = (supabase: Supabase, cron: string, timeZone: string) =>
  queryOptions({
    queryKey: schedulesKeys.preview(cron, timeZone),
    enabled: cron.trim() !== "",
    // A refusal stays one however often it is asked for.
    retry: false,
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .rpc("preview_schedule", { cron, time_zone: timeZone, max: PREVIEWED_RUNS })
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

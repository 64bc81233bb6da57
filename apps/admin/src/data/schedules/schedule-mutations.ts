import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import type { TablesInsert } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { jobsKeys } from "../jobs/keys.ts";
import { schedulesKeys, type Schedule } from "./schedules-query.ts";

export type ScheduleDraft = Pick<
  TablesInsert<"schedules">,
  | "name"
  | "project_id"
  | "job_type"
  | "payload"
  | "queue"
  | "priority"
  | "cron"
  | "time_zone"
  | "missed_runs"
  | "may_overlap"
>;

/** Makes a schedule, or changes the one of that id. */
export const saveScheduleMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async ({ scheduleId, draft }: { scheduleId: string | null; draft: ScheduleDraft }) => {
      if (scheduleId === null) {
        const { data } = await supabase.from("schedules").insert(draft).select().single().throwOnError();
        return data;
      }
      return changed(supabase, scheduleId, draft);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: schedulesKeys.all }),
  });

export const enableScheduleMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: ({ scheduleId, isEnabled }: { scheduleId: string; isEnabled: boolean }) =>
      changed(supabase, scheduleId, { is_enabled: isEnabled }),
    onSuccess: (schedule) =>
      queryClient.setQueryData<Schedule[]>(schedulesKeys.all, (held) =>
        held?.map((row) => (row.id === schedule.id ? schedule : row)),
      ),
  });

export const removeScheduleMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (scheduleId: string) => {
      const { data } = await supabase
        .from("schedules")
        .delete()
        .eq("id", scheduleId)
        .select("id")
        .throwOnError();
      if (data.length === 0) throw new Error(GONE);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: schedulesKeys.all }),
  });

/** Submits the job of a schedule now and answers with it. */
export const runScheduleMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (scheduleId: string) => {
      const { data } = await supabase.rpc("run_schedule", { schedule_id: scheduleId }).throwOnError();
      return data;
    },
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: schedulesKeys.all }),
        queryClient.invalidateQueries({ queryKey: jobsKeys.glances }),
      ]),
  });

const GONE = "The schedule is gone, or you may not change it.";

/** What row level security hides from a change is no error of the database. */
async function changed(
  supabase: Supabase,
  scheduleId: string,
  change: Partial<ScheduleDraft> & { is_enabled?: boolean },
): Promise<Schedule> {
  const { data } = await supabase
    .from("schedules")
    .update(change)
    .eq("id", scheduleId)
    .select()
    .maybeSingle()
    .throwOnError();
  if (data === null) throw new Error(GONE);
  return data;
}

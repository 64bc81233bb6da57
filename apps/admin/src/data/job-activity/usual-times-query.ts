import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import type { Job } from "../jobs/job-row.ts";

/** Enough that one slow run does not set what is usual. */
const RUNS = 20;
const FRESH_MS = 60_000;

/** How long each stage took in the last completed jobs of the same type and project: the middle one, in seconds. */
export const usualTimesQuery = (
  supabase: Supabase,
  { project_id, job_type }: Pick<Job, "project_id" | "job_type">,
) =>
  queryOptions({
    queryKey: ["usual-stage-times", project_id, job_type] as const,
    staleTime: FRESH_MS,
    queryFn: async ({ signal }): Promise<Record<string, number>> => {
      const { data } = await supabase
        .from("jobs")
        .select("id, job_stages(stage, started_at, finished_at)")
        .eq("project_id", project_id)
        .eq("job_type", job_type)
        .eq("status", "completed")
        .order("created_at", { ascending: false })
        .limit(RUNS)
        .abortSignal(signal)
        .throwOnError();
      return middleByStage(data.flatMap(({ job_stages }) => job_stages));
    },
  });

interface RunOfStage {
  stage: string;
  started_at: string | null;
  finished_at: string | null;
}

export function middleByStage(runs: readonly RunOfStage[]): Record<string, number> {
  const byStage = new Map<string, number[]>();
  for (const { stage, started_at, finished_at } of runs) {
    if (started_at === null || finished_at === null) continue;
    const seconds = (Date.parse(finished_at) - Date.parse(started_at)) / 1_000;
    byStage.set(stage, [...(byStage.get(stage) ?? []), seconds]);
  }
  return Object.fromEntries(
    [...byStage].map(([stage, seconds]) => {
      const sorted = seconds.toSorted((one, other) => one - other);
      return [stage, sorted[Math.floor(sorted.length / 2)] ?? 0];
    }),
  );
}

import type { Queue } from "@spool/contracts/job-states";
import { queryOptions } from "@tanstack/react-query";
import type { Tables } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { correctedNowMs } from "../../time/now.ts";

type MinuteRow = Pick<Tables<"job_minutes">, "minute" | "queue" | "completed" | "failed">;

const SHOWN_MINUTES = 60;
const MINUTE_MS = 60_000;

/** What finished in each of the last 60 minutes. */
export const minutesQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: ["stats", "minutes"] as const,
    refetchInterval: 30_000,
    queryFn: async ({ signal }): Promise<MinuteRow[]> => {
      const { data } = await supabase
        .from("job_minutes")
        .select("minute, queue, completed, failed")
        .gt("minute", new Date(correctedNowMs() - SHOWN_MINUTES * MINUTE_MS).toISOString())
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

/** How many jobs of a queue finished in each of the last 60 minutes, oldest first, over all projects. */
export function finishedByMinute(rows: readonly MinuteRow[], queue: Queue, nowMs: number): number[] {
  const finished = Array.from({ length: SHOWN_MINUTES }, () => 0);
  const newest = Math.floor(nowMs / MINUTE_MS);
  for (const row of rows) {
    const index = SHOWN_MINUTES - 1 - (newest - Math.floor(Date.parse(row.minute) / MINUTE_MS));
    if (row.queue === queue && finished[index] !== undefined) finished[index] += row.completed + row.failed;
  }
  return finished;
}

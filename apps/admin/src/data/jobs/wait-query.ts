import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { jobsKeys } from "./keys.ts";

/** Those ahead start and finish whether or not this job's own row changes. */
const REFRESH_MS = 5_000;

const moment = z.string().nullish();

const waitSchema = z.object({
  /** From 1; null for a job that is not in line. */
  position: z.number().nullable(),
  jobs_ahead: z.number().nullable(),
  expected_start_at: moment,
  expected_start_low_at: moment,
  expected_start_high_at: moment,
  basis: z.object({ measured_runs: z.number() }),
  reasons: z.array(
    z.looseObject({
      code: z.string(),
      /** A sentence without its full stop. */
      text: z.string(),
      run_at: moment,
      paused_at: moment,
      paused_until: moment,
    }),
  ),
});
export type Wait = z.infer<typeof waitSchema>;

/** Why a job waits, its place in line and when it should start. `revision` asks again when its row has changed. */
export const waitQuery = (supabase: Supabase, jobId: string, revision: number) =>
  queryOptions({
    queryKey: [...jobsKeys.wait(jobId), revision] as const,
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .rpc("explain_wait", { job_id: jobId })
        .abortSignal(signal)
        .throwOnError();
      return waitSchema.parse(data);
    },
  });

import { JOB_CATALOGUE, jobTypeSchema } from "@spool/contracts/job-catalogue";
import type { JobStatus } from "@spool/contracts/job-states";
import { queryOptions } from "@tanstack/react-query";
import type { Database } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import type { JobRow } from "./job-row.ts";

export type Transition = Database["public"]["Functions"]["get_job_transitions"]["Returns"][number];

/** The legal moves of a job, which change with a migration only. */
export const transitionsQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: ["job-transitions"] as const,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const { data } = await supabase.rpc("get_job_transitions").abortSignal(signal).throwOnError();
      return data;
    },
  });

const JOB_COMMANDS = ["pause", "resume", "cancel", "retry"] as const;
/** What a person can tell a job to do. */
export type JobCommand = (typeof JOB_COMMANDS)[number];

const CAUSE: Record<JobCommand, string> = {
  pause: "pause",
  resume: "resume",
  cancel: "cancel",
  retry: "manual_retry",
};

/** The commands that the job's state and type allow, in the order in which their buttons stand. */
export function allowedCommands(
  transitions: readonly Transition[],
  job: Pick<JobRow, "status" | "job_type">,
): JobCommand[] {
  const causes = new Set(
    transitions.flatMap(({ from_status, cause }) =>
      (from_status as JobStatus | null) === job.status ? [cause] : [],
    ), // null for the insert, which the generated type does not say
  );
  return JOB_COMMANDS.filter(
    (command) => causes.has(CAUSE[command]) && (command !== "pause" || isPausable(job.job_type)),
  );
}

function isPausable(jobType: string): boolean {
  const known = jobTypeSchema.safeParse(jobType);
  return known.success && JOB_CATALOGUE[known.data].isPausable;
}

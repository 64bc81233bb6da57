import { isFinished, type JobStatus } from "@spool/contracts/job-states";
import { factsOf } from "@spool/contracts/job-type-facts";
import { queryOptions } from "@tanstack/react-query";
import type { Database } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import type { JobOrder } from "./command-job-mutation.ts";
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

export type JobCommand = JobOrder["command"];

/** The commands that are moves, by the cause that the table of legal moves has for them. */
const CAUSE = {
  pause: "pause",
  resume: "resume",
  cancel: "cancel",
  retry: "manual_retry",
} as const satisfies Partial<Record<JobCommand, string>>;

/** The commands that the job's state and type allow. What is no move depends on the state as its function says. */
export function allowedCommands(
  transitions: readonly Transition[],
  job: Pick<JobRow, "status" | "job_type">,
): ReadonlySet<JobCommand> {
  const allowed = new Set<JobCommand>();
  if (transitions.length === 0) return allowed;
  const causes = new Set(
    transitions.flatMap(({ from_status, cause }) =>
      (from_status as JobStatus | null) === job.status ? [cause] : [],
    ), // null for the insert, which the generated type does not say
  );
  for (const [command, cause] of Object.entries(CAUSE) as [keyof typeof CAUSE, string][])
    // widened by Object.entries
    if (causes.has(cause) && (command !== "pause" || factsOf(job.job_type)?.isPausable === true))
      allowed.add(command);
  if (isFinished(job.status)) allowed.add("remove");
  else allowed.add("reprioritise").add("move_to_queue");
  if (WAITS.has(job.status)) allowed.add("reorder");
  return allowed;
}

const WAITS: ReadonlySet<JobStatus> = new Set(["pending", "queued", "paused"]);

/** Whether the job has no node and is to get one some time. */
export const isWaiting = ({ status }: Pick<JobRow, "status">): boolean => WAITS.has(status);

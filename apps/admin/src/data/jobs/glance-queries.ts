import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { correctedNowMs } from "../../time/now.ts";
import { isSameRows, JOB_LIST_COLUMNS, keepNewerRows, type JobRow } from "./job-row.ts";
import { jobsKeys } from "./keys.ts";

/** More slots than the second figure are rare, and more rows than it nobody reads. */
const RUNNING_ROWS = { running: 8, "all running": 500 } as const;
const ENDED_ROWS = { failed: 5, completed: 12 } as const;

/** What is on a node now and the reader may see, longest first; as many as fit on the overview. */
export const runningJobsQuery = (supabase: Supabase) => onNodesQuery(supabase, "running");

/** The same, as many as there may be. */
export const allRunningJobsQuery = (supabase: Supabase) => onNodesQuery(supabase, "all running");

const onNodesQuery = (supabase: Supabase, which: keyof typeof RUNNING_ROWS) =>
  queryOptions({
    queryKey: jobsKeys.glance(which),
    structuralSharing: keepNewer,
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("jobs")
        .select(JOB_LIST_COLUMNS)
        .in("status", ["processing", "assigned"])
        .order("started_at", { ascending: true, nullsFirst: false })
        .limit(RUNNING_ROWS[which])
        .abortSignal(signal)
        .overrideTypes<JobRow[], { merge: false }>()
        .throwOnError();
      return data;
    },
  });

const SILENT_ROWS = 3;
/** Silence is no event: it has to be looked for. */
const LOOK_FOR_SILENCE_MS = 30_000;

/** Jobs that run and have reported nothing for so long, the most silent first. */
export const silentJobsQuery = (supabase: Supabase, silentSeconds: number) =>
  queryOptions({
    queryKey: jobsKeys.glance(`silent for ${silentSeconds} s`),
    refetchInterval: LOOK_FOR_SILENCE_MS,
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("jobs")
        .select(JOB_LIST_COLUMNS)
        .in("status", ["processing", "assigned"])
        .lt("updated_at", new Date(correctedNowMs() - silentSeconds * 1_000).toISOString())
        .order("updated_at", { ascending: true })
        .limit(SILENT_ROWS)
        .abortSignal(signal)
        .overrideTypes<JobRow[], { merge: false }>()
        .throwOnError();
      return data;
    },
  });

/** The latest that failed and were not retried since. */
export const failedJobsQuery = (supabase: Supabase) => endedJobsQuery(supabase, "failed");

/** The latest videos. */
export const finishedJobsQuery = (supabase: Supabase) => endedJobsQuery(supabase, "completed");

const endedJobsQuery = (supabase: Supabase, status: keyof typeof ENDED_ROWS) =>
  queryOptions({
    queryKey: jobsKeys.glance(status),
    structuralSharing: keepNewer,
    queryFn: async ({ signal }) => {
      const { data } = await supabase
        .from("jobs")
        .select(JOB_LIST_COLUMNS)
        .eq("status", status)
        .order("finished_at", { ascending: false })
        .limit(ENDED_ROWS[status])
        .abortSignal(signal)
        .overrideTypes<JobRow[], { merge: false }>()
        .throwOnError();
      return data;
    },
  });

function keepNewer(held: unknown, fetched: unknown): unknown {
  if (held === undefined) return fetched;
  const [heldRows, fetchedRows] = [held as JobRow[], fetched as JobRow[]]; // both come from queryFn or from a patch of the same key
  const rows = keepNewerRows(heldRows, fetchedRows);
  return isSameRows(rows, heldRows) ? heldRows : rows;
}

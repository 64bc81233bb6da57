import type { Supabase } from "../../lib/supabase-browser.tsx";
import type { JobFilter } from "./job-filter.ts";
import { narrowedJobs, searchHorizon } from "./narrow-jobs.ts";

/** A moment just after the oldest job of a list was submitted. Null where there is none. */
export async function oldestMoment(supabase: Supabase, filter: JobFilter): Promise<string | null> {
  const { data } = await narrowedJobs(supabase, filter, await searchHorizon(supabase, filter), "created_at")
    .order("created_at")
    .order("id")
    .limit(1)
    .overrideTypes<{ created_at: string }[], { merge: false }>()
    .throwOnError();
  const [oldest] = data;
  // A date knows milliseconds, the database microseconds.
  return oldest === undefined ? null : new Date(Date.parse(oldest.created_at) + 1).toISOString();
}

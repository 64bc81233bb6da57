import type { Supabase } from "../../lib/supabase-browser.tsx";
import type { Job } from "./job-row.ts";

/** How jobs stand now. Those that are gone are left out. Throws when the API does not answer. */
export async function readJobStates(
  supabase: Supabase,
  jobIds: readonly string[],
): Promise<Pick<Job, "id" | "status" | "revision">[]> {
  const { data } = await supabase
    .from("jobs")
    .select("id, status, revision")
    .in("id", [...jobIds])
    .throwOnError();
  return data;
}

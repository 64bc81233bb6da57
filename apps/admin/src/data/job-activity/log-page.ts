import type { Tables } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";

export type LogRow = Tables<"job_logs">;

/** As many rows as a hosted project answers at once. */
export const LOG_PAGE_LINES = 1_000;

/** The thousand lines before `beforeId`, or the newest for null, oldest first. A shorter page is where the log begins. */
export async function logPage(
  supabase: Supabase,
  jobId: string,
  beforeId: number | null,
  signal?: AbortSignal,
): Promise<LogRow[]> {
  let query = supabase.from("job_logs").select("*").eq("job_id", jobId);
  if (beforeId !== null) query = query.lt("id", beforeId);
  if (signal !== undefined) query = query.abortSignal(signal);
  const { data } = await query.order("id", { ascending: false }).limit(LOG_PAGE_LINES).throwOnError();
  return data.reverse();
}

/** All lines of a log from its beginning, a page at a time, whatever the page on screen holds of it. */
export async function* wholeLog(supabase: Supabase, jobId: string): AsyncGenerator<LogRow[]> {
  let afterId = 0;
  for (;;) {
    const { data } = await supabase
      .from("job_logs")
      .select("*")
      .eq("job_id", jobId)
      .gt("id", afterId)
      .order("id")
      .limit(LOG_PAGE_LINES)
      .throwOnError();
    if (data.length > 0) yield data;
    if (data.length < LOG_PAGE_LINES) return;
    afterId = data.at(-1)?.id ?? afterId;
  }
}

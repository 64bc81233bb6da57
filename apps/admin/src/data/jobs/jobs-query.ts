import { infiniteQueryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import type { JobFilter } from "./job-filter.ts";
import { JOB_LIST_COLUMNS, type JobRow } from "./job-row.ts";
import { jobsKeys } from "./keys.ts";

const PAGE_ROWS = 60;

/** The place after which the next page begins. Times are kept as the database wrote them, to the microsecond. */
type Cursor = Pick<JobRow, "created_at" | "id">;

/** Newest first. Paged by key, so that the thousandth page costs what the first does. */
export const jobsQuery = (supabase: Supabase, filter: JobFilter) =>
  infiniteQueryOptions({
    queryKey: jobsKeys.list(filter),
    initialPageParam: null as Cursor | null, // widened: the first page has no cursor, the others have
    queryFn: async ({ pageParam: after, signal }) => {
      let query = supabase.from("jobs").select(JOB_LIST_COLUMNS);
      if (filter.status.length > 0) query = query.in("status", filter.status);
      if (filter.type.length > 0) query = query.in("job_type", filter.type);
      if (filter.queue.length > 0) query = query.in("queue", filter.queue);
      if (after !== null) {
        // The first condition says nothing new, but only it leads the index to where the page begins.
        query = query
          .lte("created_at", after.created_at)
          .or(`created_at.lt.${after.created_at},and(created_at.eq.${after.created_at},id.lt.${after.id})`);
      }
      const { data } = await query
        .order("created_at", { ascending: false })
        .order("id", { ascending: false })
        .limit(PAGE_ROWS)
        .abortSignal(signal)
        .overrideTypes<JobRow[], { merge: false }>()
        .throwOnError();
      return data;
    },
    getNextPageParam: (page): Cursor | null => (page.length < PAGE_ROWS ? null : (page.at(-1) ?? null)),
  });

import type { Query, QueryClient } from "@tanstack/react-query";
import type { JobPage } from "./job-page-query.ts";
import { takeNewer, takeNewerRows, type Job, type JobChange, type JobRow } from "./job-row.ts";
import { jobsKeys } from "./keys.ts";

/** Lays what events said over every list and page that shows one of those jobs. Queries that hold none are left alone. */
export function applyJobChanges(queryClient: QueryClient, changes: ReadonlyMap<string, JobChange>): void {
  const cache = queryClient.getQueryCache();
  for (const query of cache.findAll({ queryKey: jobsKeys.lists })) {
    const held = query.state.data as JobPage | undefined; // what the keys of lists stand for
    if (held === undefined) continue;
    const rows = takeNewerRows(held.rows, changes);
    if (rows !== held.rows) patch(query, { ...held, rows });
  }
  for (const query of cache.findAll({ queryKey: jobsKeys.glances })) {
    const held = query.state.data as readonly JobRow[] | undefined; // as above
    const rows = held === undefined ? held : takeNewerRows(held, changes);
    if (rows !== held) patch(query, rows);
  }
  for (const query of cache.findAll({ queryKey: jobsKeys.details })) {
    const held = query.state.data as Job | null | undefined; // as above
    if (!held) continue;
    const job = takeNewer(held, changes.get(held.id));
    if (job !== held) patch(query, job);
  }
}

/** Changes what a query holds. One that is to be fetched anew stays so: an event about a row says nothing of which rows belong. */
function patch(query: Query, data: unknown): void {
  const { isInvalidated } = query.state;
  query.setData(data, { manual: true });
  if (isInvalidated) query.invalidate();
}

/** Takes a deleted job out of every list; its own page then says that it is gone. */
export function forgetJob(queryClient: QueryClient, jobId: string): void {
  queryClient.setQueriesData<JobPage>({ queryKey: jobsKeys.lists }, (held) =>
    held?.rows.some((row) => row.id === jobId)
      ? { ...held, rows: held.rows.filter((row) => row.id !== jobId) }
      : held,
  );
  queryClient.setQueriesData<readonly JobRow[]>({ queryKey: jobsKeys.glances }, (held) =>
    held?.filter((row) => row.id !== jobId),
  );
  queryClient.setQueryData<Job | null>(jobsKeys.detail(jobId), (held) =>
    held === undefined ? undefined : null,
  );
}

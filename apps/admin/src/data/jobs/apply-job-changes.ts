import type { QueryClient } from "@tanstack/react-query";
import type { JobPage } from "./job-page-query.ts";
import { takeNewer, takeNewerRows, type Job, type JobChange, type JobRow } from "./job-row.ts";
import { jobsKeys } from "./keys.ts";

/** Lays what events said over every list and page that shows one of those jobs. */
export function applyJobChanges(queryClient: QueryClient, changes: ReadonlyMap<string, JobChange>): void {
  queryClient.setQueriesData<JobPage>({ queryKey: jobsKeys.lists }, (held) => {
    if (held === undefined) return undefined;
    const rows = takeNewerRows(held.rows, changes) as JobRow[]; // the same rows or a new array of them
    return rows === held.rows ? held : { ...held, rows };
  });
  queryClient.setQueriesData<readonly JobRow[]>({ queryKey: jobsKeys.glances }, (held) =>
    held === undefined ? undefined : takeNewerRows(held, changes),
  );
  for (const change of changes.values()) {
    queryClient.setQueryData<Job | null>(jobsKeys.detail(change.id), (held) =>
      held ? takeNewer(held, change) : undefined,
    );
  }
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

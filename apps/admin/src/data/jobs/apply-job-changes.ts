import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { takeNewer, takeNewerRows, type Job, type JobChange, type JobRow } from "./job-row.ts";
import { jobsKeys } from "./keys.ts";

type JobPages = InfiniteData<JobRow[]>;

/** Lays what events said over every list and page that shows one of those jobs. */
export function applyJobChanges(queryClient: QueryClient, changes: ReadonlyMap<string, JobChange>): void {
  queryClient.setQueriesData<JobPages>({ queryKey: jobsKeys.lists }, (held) => {
    if (held === undefined) return undefined;
    const pages = held.pages.map((page) => takeNewerRows(page, changes) as JobRow[]); // the same rows or a new array of them
    return pages.every((page, index) => page === held.pages[index]) ? held : { ...held, pages };
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
  queryClient.setQueriesData<JobPages>({ queryKey: jobsKeys.lists }, (held) =>
    held === undefined
      ? undefined
      : { ...held, pages: held.pages.map((page) => page.filter((row) => row.id !== jobId)) },
  );
  queryClient.setQueriesData<readonly JobRow[]>({ queryKey: jobsKeys.glances }, (held) =>
    held?.filter((row) => row.id !== jobId),
  );
  queryClient.setQueryData<Job | null>(jobsKeys.detail(jobId), (held) =>
    held === undefined ? undefined : null,
  );
}

import type { JobFilter } from "./job-filter.ts";

export const jobsKeys = {
  all: ["jobs"] as const,
  /** Paged lists: `InfiniteData` of rows. */
  lists: ["jobs", "list"] as const,
  list: (filter: JobFilter) => [...jobsKeys.lists, filter] as const,
  /** Short lists of the overview: plain arrays of rows. */
  glances: ["jobs", "glance"] as const,
  glance: (name: string) => [...jobsKeys.glances, name] as const,
  detail: (jobId: string) => ["jobs", "detail", jobId] as const,
};

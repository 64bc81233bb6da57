import type { JobFilter } from "./job-filter.ts";

export const jobsKeys = {
  all: ["jobs"] as const,
  /** Stretches of lists: {@link JobPage}. */
  lists: ["jobs", "list"] as const,
  page: (filter: JobFilter, at: string | null, spanId: number) =>
    [...jobsKeys.lists, filter, at, spanId] as const,
  /** Short lists of the overview: plain arrays of rows. */
  glances: ["jobs", "glance"] as const,
  glance: (name: string) => [...jobsKeys.glances, name] as const,
  /** What stands beside jobs in lists. */
  neighbours: ["jobs", "neighbours"] as const,
  /** What the command palette found: plain arrays of rows. */
  search: (text: string) => ["jobs", "search", text] as const,
  /** Why jobs wait. */
  waits: ["jobs", "wait"] as const,
  wait: (jobId: string) => [...jobsKeys.waits, jobId] as const,
  /** The heads of the lines, in the order of service. */
  lines: ["jobs", "line"] as const,
  line: (queue: string) => [...jobsKeys.lines, queue] as const,
  details: ["jobs", "detail"] as const,
  detail: (jobId: string) => [...jobsKeys.details, jobId] as const,
};

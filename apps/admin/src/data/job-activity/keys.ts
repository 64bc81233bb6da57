/** What belongs to one job and is shown on its page only. */
export const activityKeys = {
  all: (jobId: string) => ["job-activity", jobId] as const,
  stages: (jobId: string) => [...activityKeys.all(jobId), "stages"] as const,
  attempts: (jobId: string) => [...activityKeys.all(jobId), "attempts"] as const,
  events: (jobId: string) => [...activityKeys.all(jobId), "events"] as const,
  logs: (jobId: string) => [...activityKeys.all(jobId), "logs"] as const,
  quality: (jobId: string) => [...activityKeys.all(jobId), "quality"] as const,
  files: (jobId: string) => [...activityKeys.all(jobId), "files"] as const,
};

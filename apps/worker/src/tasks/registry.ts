import { taskNameSchema, type TaskName } from "@spool/contracts/task-catalogue";
import type { Pipeline } from "../pipelines/pipeline.ts";
import { cleanupJobs } from "./cleanup-jobs.ts";
import { cleanupTempFiles } from "./cleanup-temp-files.ts";
import { healthCheck } from "./health-check.ts";
import { scanSite } from "./scan-site.ts";
import type { Task } from "./task.ts";
import { testRun } from "./test-run.ts";

const TASKS: Record<TaskName, Task> = {
  test_run: testRun,
  health_check: healthCheck,
  cleanup_jobs: cleanupJobs,
  cleanup_temp_files: cleanupTempFiles,
  scan_site: scanSite,
};

/** A system task as a pipeline without stages. Undefined for what is no task. */
export function taskPipelineOf(jobType: string): Pipeline | undefined {
  const known = taskNameSchema.safeParse(jobType);
  if (!known.success) return undefined;
  const task = TASKS[known.data];
  return async (attempt, deps, signal) => {
    const notices = await task({ attempt, ...deps }, signal);
    for (const notice of notices) deps.report.log("info", notice);
    return { files: [], notices };
  };
}

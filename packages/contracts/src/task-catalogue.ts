import { z } from "zod";
import type { JobType } from "./job-catalogue.ts";
import { TASK_FACTS, TASK_NAMES, type TaskName } from "./job-type-facts.ts";

/** The longest that a test run may take. */
const TEST_RUN_MAX_SECONDS = 600;

export const testRunPayload = z.strictObject({
  /** How long it takes; 0 is as fast as the system can. */
  duration_seconds: z.number().min(0).max(TEST_RUN_MAX_SECONDS).optional(),
});

export const scanSitePayload = z.strictObject({ site: z.string().min(1).max(100) });

const nothing = z.strictObject({});

const task = {
  defaultQueue: "batch",
  timeLimitSeconds: 3_600,
  maxAttempts: 2,
  requirements: {},
} as const;

/** System tasks: work that keeps the installation in order. Jobs like any other, for operators of the instance. */
export const TASK_CATALOGUE = {
  test_run: {
    ...task,
    ...TASK_FACTS.test_run,
    description: "Does nothing, all the way through: shows that jobs are taken, run and finished.",
    defaultQueue: "default",
    timeLimitSeconds: TEST_RUN_MAX_SECONDS + 60,
    payload: testRunPayload,
    example: { duration_seconds: 2 },
  },
  health_check: {
    ...task,
    ...TASK_FACTS.health_check,
    description:
      "Looks at the database, the orchestrator, the nodes and the jobs, and fails with what is wrong.",
    maxAttempts: 1,
    timeLimitSeconds: 120,
    payload: nothing,
    example: {},
  },
  cleanup_jobs: {
    ...task,
    ...TASK_FACTS.cleanup_jobs,
    description: "Removes jobs, logs and figures that have been kept for their time.",
    payload: nothing,
    example: {},
  },
  cleanup_temp_files: {
    ...task,
    ...TASK_FACTS.cleanup_temp_files,
    description: "Removes what removed jobs and lost attempts left in Storage.",
    payload: nothing,
    example: {},
  },
  scan_site: {
    ...task,
    ...TASK_FACTS.scan_site,
    description: "Looks whether a site's storage is mounted and readable, and how much of it is free.",
    timeLimitSeconds: 600,
    payload: scanSitePayload,
    example: { site: "springfield" },
  },
} as const satisfies Record<TaskName, JobType>;

export const taskNameSchema = z.enum(TASK_NAMES);
export { TASK_NAMES, type TaskName };

/** A part of a pipeline. `share` is its part of the progress bar; the shares of a type add up to 1. */
export interface StageDefinition {
  name: string;
  title: string;
  share: number;
}

/** What is said about a type wherever jobs are shown. No schema is needed for that, so a browser can hold it. */
interface JobTypeFacts {
  title: string;
  isPausable: boolean;
  stages: readonly StageDefinition[];
}

const TEXT_TO_VIDEO_STAGES = [
  { name: "script", title: "Script", share: 0.02 },
  { name: "narrate", title: "Narrate", share: 0.2 },
  { name: "render", title: "Render", share: 0.68 },
  { name: "package", title: "Package", share: 0.1 },
] as const satisfies readonly StageDefinition[];

const textToVideo = { isPausable: true, stages: TEXT_TO_VIDEO_STAGES } as const;

/** Every kind of video job there is; the rest about each is in job-catalogue.ts. */
export const JOB_TYPE_FACTS = {
  doubt: { ...textToVideo, title: "Doubt" },
  topic_short: { ...textToVideo, title: "Topic short" },
  daily_ca: { ...textToVideo, title: "Daily current affairs" },
} as const satisfies Record<string, JobTypeFacts>;

export type JobTypeName = keyof typeof JOB_TYPE_FACTS;
export const JOB_TYPE_NAMES = Object.keys(JOB_TYPE_FACTS) as [JobTypeName, ...JobTypeName[]]; // Object.keys widens to string[]

const task = { isPausable: false, stages: [] } as const;

/** Every system task there is; the rest about each is in task-catalogue.ts. */
export const TASK_FACTS = {
  test_run: { ...task, title: "Test run" },
  health_check: { ...task, title: "Health check" },
  cleanup_jobs: { ...task, title: "Clean up jobs" },
  cleanup_temp_files: { ...task, title: "Clean up files" },
  scan_site: { ...task, title: "Scan a site" },
} as const satisfies Record<string, JobTypeFacts>;

export type TaskName = keyof typeof TASK_FACTS;
export const TASK_NAMES = Object.keys(TASK_FACTS) as [TaskName, ...TaskName[]]; // as above

const FACTS: Readonly<Record<string, JobTypeFacts>> = { ...JOB_TYPE_FACTS, ...TASK_FACTS };

/** Undefined for a type that this program does not know: a newer one may have written it. */
export const factsOf = (jobType: string): JobTypeFacts | undefined =>
  Object.hasOwn(FACTS, jobType) ? FACTS[jobType] : undefined;

import { AppError } from "@spool/contracts/app-error";
import { jobTypeSchema, type JobTypeName } from "@spool/contracts/job-catalogue";
import { taskPipelineOf } from "../tasks/registry.ts";
import type { Pipeline } from "./pipeline.ts";
import { textToVideo } from "./text-to-video.ts";

const PIPELINES: Record<JobTypeName, Pipeline> = {
  doubt: textToVideo,
  topic_short: textToVideo,
  daily_ca: textToVideo,
};

/** The pipeline of a job type. Throws UNKNOWN, which runs again elsewhere, for a type that is newer than this worker. */
export function pipelineOf(jobType: string): Pipeline {
  const known = jobTypeSchema.safeParse(jobType);
  const pipeline = known.success ? PIPELINES[known.data] : taskPipelineOf(jobType);
  if (pipeline) return pipeline;
  throw new AppError(
    "UNKNOWN",
    `This worker does not know the job type ${jobType}: it is older than the database.`,
    {
      context: { jobType },
    },
  );
}

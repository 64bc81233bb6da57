import { isFinished } from "@spool/contracts/job-states";
import type { StageRow } from "../../../../../data/job-activity/activity-queries.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { stagesOf } from "../../../../../data/jobs/stage-title.ts";
import { secondsBetween } from "../../../../../time/format-duration.ts";

export interface TimelineStep {
  name: string;
  title: string;
  state: "waiting" | "running" | "completed" | "failed";
  /** How much of it is done, 0 to 1. */
  ratio: number;
  /** How long it took, or has taken so far. Null while it has not begun. */
  durationSeconds: number | null;
  /** Where its bar begins and how long it is, as parts of the time from the first stage to now. */
  offsetRatio: number;
  widthRatio: number;
}

type TimelineJob = Pick<Job, "job_type" | "status" | "finished_at">;
type TimelineStage = Pick<
  StageRow,
  "stage" | "status" | "ordinal" | "progress_ratio" | "started_at" | "finished_at"
>;

/** The shortest bar that can still be seen, as a part of the whole. */
const SHORTEST_BAR_RATIO = 0.012;
/** A job that failed at once does not look as if it had taken long. */
const SHORTEST_LINE_SECONDS = 1;

/**
 * A job's stages in order, with what really happened in each.
 *
 * Stages of the catalogue that have not begun are there as waiting; a stage that the catalogue does not
 * know is shown under its own name. A stage left running by a job that has ended is shown as failed.
 */
export function toTimeline(
  job: TimelineJob,
  stages: readonly TimelineStage[],
  nowMs: number,
): TimelineStep[] {
  const begun = new Map(stages.map((stage) => [stage.stage, stage]));
  const planned = stagesOf(job.job_type);
  const unplanned = stages
    .filter(({ stage }) => planned.every(({ name }) => name !== stage))
    .map(({ stage }) => ({ name: stage, title: stage }));
  const endMs = job.finished_at === null ? nowMs : Date.parse(job.finished_at);
  const startMs = Math.min(
    ...stages.flatMap(({ started_at }) => (started_at === null ? [] : [Date.parse(started_at)])),
    endMs,
  );
  const wholeSeconds = Math.max(SHORTEST_LINE_SECONDS, (endMs - startMs) / 1_000);

  return [...planned, ...unplanned].map(({ name, title }) => {
    const stage = begun.get(name);
    if (stage?.started_at == null || stage.status === "pending") {
      return {
        name,
        title,
        state: "waiting",
        ratio: 0,
        durationSeconds: null,
        offsetRatio: 0,
        widthRatio: 0,
      };
    }
    const durationSeconds = Math.max(
      0,
      secondsBetween(stage.started_at, stage.finished_at === null ? endMs : Date.parse(stage.finished_at)),
    );
    const isCutShort = stage.status === "running" && isFinished(job.status);
    const offsetRatio = Math.min(
      1 - SHORTEST_BAR_RATIO,
      (Date.parse(stage.started_at) - startMs) / 1_000 / wholeSeconds,
    );
    return {
      name,
      title,
      state: isCutShort ? "failed" : stage.status,
      ratio: stage.status === "completed" ? 1 : stage.progress_ratio,
      durationSeconds,
      offsetRatio,
      widthRatio: Math.min(1 - offsetRatio, Math.max(SHORTEST_BAR_RATIO, durationSeconds / wholeSeconds)),
    };
  });
}

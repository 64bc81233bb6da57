import type { StageRow } from "../../../../../data/job-activity/activity-queries.ts";
import { stagesOf } from "../../../../../data/jobs/stage-title.ts";

type Stage = Pick<StageRow, "stage" | "status">;

/** The stages from which a finished job can run again: those before them have finished, and there is at least one. */
export function retryStages(jobType: string, stages: readonly Stage[]): { name: string; title: string }[] {
  const finished = new Set(stages.flatMap(({ stage, status }) => (status === "completed" ? [stage] : [])));
  const planned = stagesOf(jobType);
  const firstUnfinished = planned.findIndex(({ name }) => !finished.has(name));
  const last = firstUnfinished < 0 ? planned.length - 1 : firstUnfinished;
  return planned.slice(1, last + 1).map(({ name, title }) => ({ name, title }));
}

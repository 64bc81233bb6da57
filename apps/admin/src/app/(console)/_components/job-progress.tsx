"use client";

import { cn } from "@spool/ui/class-names";
import { ProgressBar } from "@spool/ui/progress-bar";
import type { JobRow } from "../../../data/jobs/job-row.ts";
import { jobTitle, stageWords } from "../../../data/jobs/stage-title.ts";
import { useProgress } from "../../../live/use-progress.ts";

type ProgressColumns = Pick<
  JobRow,
  "job_type" | "stage" | "progress_ratio" | "updated_at" | "status" | "title"
>;

/** Stage, bar and percent of a job that runs, in one line. */
export function JobProgress({ job, className }: { job: ProgressColumns; className?: string }) {
  const { ratio, towardsRatio, travelSeconds } = useProgress(job);
  const stage = stageWords(job);
  return (
    <span title={stage} className={cn("flex min-w-0 items-center gap-2.5", className)}>
      <span className="w-14 shrink-0 truncate text-ink-soft">{stage}</span>
      <ProgressBar
        ratio={ratio}
        towardsRatio={towardsRatio}
        travelSeconds={travelSeconds}
        isMoving={job.status === "processing"}
        label={`Progress of ${jobTitle(job)}`}
        className="min-w-10 flex-1"
      />
      <span className="w-9 shrink-0 text-right tabular-nums">{Math.floor(ratio * 100)} %</span>
    </span>
  );
}

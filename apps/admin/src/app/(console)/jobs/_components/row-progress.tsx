import { ProgressBar } from "@spool/ui/progress-bar";
import type { JobRow } from "../../../../data/jobs/job-row.ts";
import { jobTitle, stageWords } from "../../../../data/jobs/stage-title.ts";

/** Bar and percent of a job in a list: as told, without a glide, which in a bar so short could not be seen. */
export function RowProgress({ job }: { job: JobRow }) {
  const stage = stageWords(job);
  return (
    <span title={stage} className="flex min-w-0 flex-1 items-center gap-2.5 text-xs max-sm:hidden">
      <ProgressBar
        ratio={job.progress_ratio}
        travelSeconds={0}
        isMoving={job.status === "processing"}
        label={`Progress of ${jobTitle(job)}`}
        className="min-w-10 flex-1"
      />
      <span className="w-9 shrink-0 text-right tabular-nums">{Math.floor(job.progress_ratio * 100)} %</span>
    </span>
  );
}

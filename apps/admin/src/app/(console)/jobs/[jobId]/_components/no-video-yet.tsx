"use client";

import { ProgressBar } from "@spool/ui/progress-bar";
import { StatusShape } from "@spool/ui/status-mark";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { jobTitle, stageTitle } from "../../../../../data/jobs/stage-title.ts";
import { useProgress } from "../../../../../live/use-progress.ts";
import { TimeAgo } from "../../../../../time/time-ago.tsx";
import { JobThumbnail } from "../../../_components/job-thumbnail.tsx";

/** What the screen shows until there is a video: how far it is, or why there will be none. Dark in both themes. */
export function NoVideoYet({ job }: { job: Job }) {
  const isBackingOff = job.status === "pending" && Date.parse(job.run_at) > Date.parse(job.created_at);
  return (
    <div className="relative size-full [color-scheme:dark]">
      {job.thumbnail_path !== null && (
        <JobThumbnail job={job} className="absolute inset-0 size-full border-0 opacity-30" />
      )}
      <div className="relative flex size-full flex-col items-center justify-center gap-3 px-8 text-center text-md text-ink-soft">
        {job.status === "processing" ? (
          <Progress job={job} />
        ) : (
          <>
            <StatusShape status={job.status} className="size-8" />
            <p>{words(job)}</p>
          </>
        )}
        {isBackingOff && (
          <p>
            starts <TimeAgo at={job.run_at} />
          </p>
        )}
      </div>
    </div>
  );
}

function Progress({ job }: { job: Job }) {
  const { ratio, towardsRatio, travelSeconds } = useProgress(job);
  return (
    <>
      <p className="text-[2.75rem] leading-none font-semibold tracking-tight text-lamp tabular-nums">
        {Math.floor(ratio * 100)}
        <span className="ml-1 text-title font-medium">%</span>
      </p>
      <ProgressBar
        ratio={ratio}
        towardsRatio={towardsRatio}
        travelSeconds={travelSeconds}
        label={`Progress of ${jobTitle(job)}`}
        className="w-56"
      />
      <p>{job.stage === null ? "Starting …" : `${stageTitle(job.job_type, job.stage)} …`}</p>
    </>
  );
}

function words(job: Job): string {
  switch (job.status) {
    case "pending":
      return "Accepted. It joins the queue when it is due.";
    case "queued":
      return `Waiting for its turn in ${job.queue}.`;
    case "assigned":
      return "A node has taken it and is about to start.";
    case "paused":
      return "Paused. It goes on after its last finished stage.";
    case "cancelled":
      return "Cancelled before there was a video.";
    case "failed":
      return "No video came out of this job.";
    case "processing":
    case "completed":
      return "";
  }
}

"use client";

import { isFinished } from "@spool/contracts/job-states";
import { Skeleton } from "@spool/ui/notice";
import { StatusShape } from "@spool/ui/status-mark";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { signedUrlQuery } from "../../../../../data/files/signed-url-query.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { stageTitle } from "../../../../../data/jobs/stage-title.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { TimeAgo } from "../../../../../time/time-ago.tsx";
import { JobThumbnail } from "../../../_components/job-thumbnail.tsx";

const VideoPlayer = dynamic(() => import("@spool/ui/video-player").then((module) => module.VideoPlayer), {
  ssr: false,
  loading: () => <Skeleton className="size-full" />,
});

/** The screen: the video, or why there is none yet. */
export function JobScreen({ job }: { job: Job }) {
  return (
    <section aria-label="Video" className="flex overflow-hidden rounded-lg border bg-[#000]">
      <Perforation />
      <div className="relative aspect-video max-h-[68dvh] min-w-0 flex-1">
        {job.status === "completed" ? <FinishedVideo job={job} /> : <NoVideoYet job={job} />}
      </div>
      <Perforation />
    </section>
  );
}

function Perforation() {
  return (
    <span
      aria-hidden="true"
      className="perforated-y w-5 shrink-0 bg-[#0b0b0d] opacity-90 [--hole:#2b2e36] max-sm:hidden"
    />
  );
}

function FinishedVideo({ job }: { job: Job }) {
  const supabase = useSupabase();
  const video = useQuery(signedUrlQuery(supabase, job.video_path));
  const { data: posterUrl } = useQuery(signedUrlQuery(supabase, job.thumbnail_path));
  const captions = useQuery(signedUrlQuery(supabase, job.captions_path));
  // An orchestrator of somebody else's may leave an address and no file of ours.
  const src = job.video_path === null ? job.video_url : video.data;

  if (src === undefined && video.error === null) return <Skeleton className="size-full" />;
  if (src == null)
    return <Message>The file of this video is not there any more, or it may not be read.</Message>;
  // A player that is given its captions later shows them only after a reload.
  if (job.captions_path !== null && captions.isPending) return <Skeleton className="size-full" />;
  return (
    <VideoPlayer
      src={src}
      title={job.title}
      posterUrl={posterUrl ?? undefined}
      captionsUrl={captions.data ?? undefined}
      onError={() => void video.refetch()}
    />
  );
}

function NoVideoYet({ job }: { job: Job }) {
  return (
    <div className="grid size-full place-items-center [color-scheme:dark]">
      {job.thumbnail_path !== null && (
        <JobThumbnail job={job} className="absolute inset-0 size-full border-0 opacity-40" />
      )}
      <Message>
        <StatusShape status={job.status} className="size-8" />
        <span>{screenWords(job)}</span>
        {job.status === "pending" && Date.parse(job.run_at) > Date.parse(job.created_at) && (
          <span>
            starts <TimeAgo at={job.run_at} />
          </span>
        )}
      </Message>
    </div>
  );
}

function Message({ children }: { children: React.ReactNode }) {
  return (
    <div className="relative flex size-full flex-col items-center justify-center gap-3 px-8 text-center text-md text-[#b9c0ce]">
      {children}
    </div>
  );
}

function screenWords(job: Job): string {
  if (isFinished(job.status))
    return job.status === "failed" ? "No video came out of this job." : "Cancelled before there was a video.";
  switch (job.status) {
    case "pending":
      return "Accepted. It joins the queue when it is due.";
    case "queued":
      return `Waiting for its turn in ${job.queue}.`;
    case "assigned":
      return "A node has taken it and is about to start.";
    case "paused":
      return "Paused. It goes on after its last finished stage.";
    default:
      return job.stage === null ? "Starting …" : `${stageTitle(job.job_type, job.stage)} …`;
  }
}

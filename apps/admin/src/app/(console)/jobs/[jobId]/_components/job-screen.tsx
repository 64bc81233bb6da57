"use client";

import { cn } from "@spool/ui/class-names";
import { Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import { lazyPart } from "../../../../../lib/lazy-part.tsx";
import { filesQuery, type FileRow } from "../../../../../data/job-activity/activity-queries.ts";
import { signedUrlQuery } from "../../../../../data/files/signed-url-query.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { NoVideoYet } from "./no-video-yet.tsx";
import { jobTitle } from "../../../../../data/jobs/stage-title.ts";

const VideoPlayer = lazyPart(() => import("@spool/ui/video-player").then((module) => module.VideoPlayer), {
  loading: () => <Skeleton className="size-full" />,
});

/** The screen: the video, or why there is none yet. */
export function JobScreen({ job, videoRef }: { job: Job; videoRef: React.Ref<HTMLVideoElement> }) {
  return (
    <section aria-label="Video" className="flex overflow-hidden rounded-lg border bg-[#000]">
      <Perforation />
      <div
        className={cn(
          "relative min-w-0 flex-1",
          // There will be no video: a sentence needs no screen.
          job.status === "failed" || job.status === "cancelled" ? "h-52" : "aspect-video max-h-[68dvh]",
        )}
      >
        {job.status === "completed" ? (
          <FinishedVideo job={job} videoRef={videoRef} />
        ) : (
          <NoVideoYet job={job} />
        )}
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

function FinishedVideo({ job, videoRef }: { job: Job; videoRef: React.Ref<HTMLVideoElement> }) {
  const supabase = useSupabase();
  const { data: files } = useQuery(filesQuery(supabase, job.id));
  // The full-size picture where there is one, else the small one.
  const posterPath = pathOf(files, "poster") ?? job.thumbnail_path;
  const chaptersPath = pathOf(files, "chapters");
  const chapters = useQuery(signedUrlQuery(supabase, chaptersPath));
  const video = useQuery(signedUrlQuery(supabase, job.video_path));
  const { data: posterUrl } = useQuery(signedUrlQuery(supabase, posterPath));
  const captions = useQuery(signedUrlQuery(supabase, job.captions_path));
  // An orchestrator of somebody else's may leave an address and no file of ours.
  const src = job.video_path === null ? job.video_url : video.data;

  if (src === undefined && video.error === null) return <Skeleton className="size-full" />;
  if (src == null)
    return <Message>The file of this video is not there any more, or it may not be read.</Message>;
  // A player that is given its captions later shows them only after a reload.
  const isTextPending =
    (job.captions_path !== null && captions.isPending) || (chaptersPath !== null && chapters.isPending);
  if (isTextPending || files === undefined) return <Skeleton className="size-full" />;
  return (
    <VideoPlayer
      src={src}
      title={jobTitle(job)}
      posterUrl={posterUrl ?? undefined}
      captionsUrl={captions.data ?? undefined}
      chaptersUrl={chapters.data ?? undefined}
      videoRef={videoRef}
      onError={() => void video.refetch()}
    />
  );
}

/** The newest file of a kind that the reader may fetch. */
const pathOf = (files: readonly FileRow[] | undefined, kind: string): string | null =>
  files?.findLast((file) => (file.kind as string) === kind && file.bucket === "videos")?.path ?? null; // kinds of a newer database

function Message({ children }: { children: React.ReactNode }) {
  return (
    <div className="relative flex size-full flex-col items-center justify-center gap-3 px-8 text-center text-md text-[#b9c0ce]">
      {children}
    </div>
  );
}

"use client";

import { FilmFrame } from "@spool/ui/film-frame";
import { useQuery } from "@tanstack/react-query";
import { signedUrlQuery } from "../../../data/files/signed-url-query.ts";
import type { JobRow } from "../../../data/jobs/job-row.ts";
import { useSupabase } from "../../../lib/supabase-browser.tsx";

interface JobThumbnailProps {
  job: Pick<JobRow, "thumbnail_path" | "thumbnail_url" | "status">;
  className?: string;
}

/** The picture of a job's video. An orchestrator of somebody else's leaves an address instead of a file of ours. */
export function JobThumbnail({ job, className }: JobThumbnailProps) {
  const { data: signedUrl } = useQuery(signedUrlQuery(useSupabase(), job.thumbnail_path));
  const src = job.thumbnail_path === null ? job.thumbnail_url : signedUrl;
  return (
    <FilmFrame
      src={src ?? undefined}
      isRunning={job.status === "processing"}
      {...(className === undefined ? {} : { className })}
    />
  );
}

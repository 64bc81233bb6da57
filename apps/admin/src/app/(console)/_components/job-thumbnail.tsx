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
  const look = { isRunning: job.status === "processing", ...(className === undefined ? {} : { className }) };
  // Most jobs of a list that moves have none yet: for those nothing is asked, or listened to.
  if (job.thumbnail_path === null) return <FilmFrame src={job.thumbnail_url ?? undefined} {...look} />;
  return <SignedFilmFrame path={job.thumbnail_path} {...look} />;
}

function SignedFilmFrame({ path, ...look }: { path: string; isRunning: boolean; className?: string }) {
  const { data: signedUrl } = useQuery(signedUrlQuery(useSupabase(), path));
  return <FilmFrame src={signedUrl ?? undefined} {...look} />;
}

"use client";

import { IconButton } from "@spool/ui/button";
import { Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { filesQuery, type FileRow } from "../../../../../data/job-activity/activity-queries.ts";
import { signedUrlQuery } from "../../../../../data/files/signed-url-query.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { QueryError } from "../../../_components/query-error.tsx";
import { formatBytes } from "../../../../../lib/format-bytes.ts";

/** What the job left behind, to look at or take away. */
export function JobFiles({ job }: { job: Job }) {
  const { data: files, error, refetch } = useQuery(filesQuery(useSupabase(), job.id));
  if (files === undefined) {
    return (
      <div className="p-4">
        {error === null ? (
          <Skeleton className="h-24 w-full" />
        ) : (
          <QueryError what="The files" error={error} onRetry={refetch} />
        )}
      </div>
    );
  }
  if (files.length === 0)
    return (
      <p className="px-4 py-8 text-center text-ink-soft">
        No files yet. They are stored when the job is finished.
      </p>
    );
  return (
    <ul className="divide-y">
      {files.map((file) => (
        <FileLine key={file.id} file={file} />
      ))}
    </ul>
  );
}

/** Files outside the videos bucket are for workers only; they are named and not linked. */
function FileLine({ file }: { file: FileRow }) {
  const { data: url } = useQuery(signedUrlQuery(useSupabase(), file.bucket === "videos" ? file.path : null));
  const name = file.path.split("/").at(-1) ?? file.path;
  return (
    <li className="flex h-10 items-center gap-3 px-4 sm:gap-5">
      <span className="w-19 shrink-0 text-ink-soft sm:w-24">{file.kind}</span>
      {url == null ? (
        <span className="min-w-0 truncate" title={file.path}>
          {name}
        </span>
      ) : (
        <a
          href={url}
          target="_blank"
          rel="noreferrer"
          title={file.path}
          className="min-w-0 truncate underline-offset-4 hover:underline"
        >
          {name}
        </a>
      )}
      <span className="ml-auto text-xs text-ink-faint max-sm:hidden">{file.content_type}</span>
      <span className="w-16 shrink-0 text-right text-ink-soft tabular-nums max-sm:ml-auto sm:w-20">
        {formatBytes(file.size_bytes)}
      </span>
      <span className="w-8 shrink-0">
        {url != null && (
          <IconButton label={`Download ${name}`} asChild>
            <a href={`${url}&download=${encodeURIComponent(name)}`}>
              <Download aria-hidden="true" className="size-3.5" />
            </a>
          </IconButton>
        )}
      </span>
    </li>
  );
}

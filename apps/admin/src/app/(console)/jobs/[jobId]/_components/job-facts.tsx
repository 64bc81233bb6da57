import type { Job } from "../../../../../data/jobs/job-row.ts";
import { formatDuration } from "../../../../../time/format-duration.ts";

/** What a finished video is, and what a person should know about it. */
export function JobFacts({ job }: { job: Job }) {
  const facts = [
    job.duration_seconds === null ? null : formatDuration(job.duration_seconds),
    job.width_px === null || job.height_px === null ? null : `${job.width_px} × ${job.height_px}`,
  ].filter((fact) => fact !== null);
  if (facts.length === 0 && job.notices.length === 0) return null;
  return (
    <div className="flex flex-col gap-2 border-t px-4 py-3 text-ink-soft">
      {facts.length > 0 && <p className="tabular-nums">{facts.join(" · ")}</p>}
      {job.notices.length > 0 && (
        <ul aria-label="Notices" className="flex list-disc flex-col gap-1 pl-4 marker:text-ink-faint">
          {job.notices.map((notice) => (
            <li key={notice} className="break-words">
              {notice}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

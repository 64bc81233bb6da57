"use client";

import { CATEGORY_POLICY } from "@spool/contracts/app-error";
import { StatusShape } from "@spool/ui/status-mark";
import { readJobError } from "../../../../../data/jobs/job-error.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { stageTitle } from "../../../../../data/jobs/stage-title.ts";
import { TimeAgo } from "../../../../../time/time-ago.tsx";
import { triedWords } from "./tried-words.ts";

/** What went wrong in one sentence, what was tried, and what to do. While the job is tried again, only what happened. */
export function JobErrorPanel({ job }: { job: Job }) {
  const error = readJobError(job.error);
  if (error === null || job.status === "completed" || job.status === "cancelled") return null;
  const policy = CATEGORY_POLICY[error.category];
  const where = error.stage == null ? "" : ` in ${stageTitle(job.job_type, error.stage).toLowerCase()}`;

  if (job.status !== "failed") {
    return (
      <section aria-label="Last error" className="rounded-lg border bg-surface px-4 py-3 text-ink-soft">
        The last attempt failed{where}: <span className="text-ink">{error.message}</span>{" "}
        {job.status === "pending" && (
          <>
            It is tried again <TimeAgo at={job.run_at} />.
          </>
        )}
      </section>
    );
  }
  return (
    <section
      aria-label="Error"
      data-testid="job-error"
      className="flex gap-3 rounded-lg border border-failed/40 bg-failed-wash px-4 py-3.5"
    >
      <StatusShape status="failed" className="mt-1" />
      <div className="min-w-0 flex-1">
        <p className="text-md font-medium">{policy.meaning}</p>
        <p className="mt-1 break-words">{error.message}</p>
        <p className="mt-2 text-ink-soft">
          {triedWords(job, error)} {policy.advice}
        </p>
        {error.stack != null && error.stack !== "" && (
          <details className="mt-2 text-xs">
            <summary className="cursor-pointer text-ink-soft hover:text-ink">Technical details</summary>
            <pre className="mt-2 overflow-x-auto rounded-md border bg-canvas p-3 font-mono whitespace-pre-wrap">
              {error.stack}
            </pre>
          </details>
        )}
      </div>
      <code className="self-start font-mono text-xs text-failed">{error.category}</code>
    </section>
  );
}

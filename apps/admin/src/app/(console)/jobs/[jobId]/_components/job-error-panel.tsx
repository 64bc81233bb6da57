"use client";

import { CATEGORY_POLICY } from "@spool/contracts/app-error";
import { Button } from "@spool/ui/button";
import { StatusShape } from "@spool/ui/status-mark";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useAccount } from "../../../../../data/account/account-context.tsx";
import { isMedia, maySteer } from "../../../../../data/account/may-steer.ts";
import { stagesQuery } from "../../../../../data/job-activity/activity-queries.ts";
import { readJobError } from "../../../../../data/jobs/job-error.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { stageTitle } from "../../../../../data/jobs/stage-title.ts";
import { TimeAgo } from "../../../../../time/time-ago.tsx";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { retryStages } from "./retry-stages.ts";
import { triedWords } from "./tried-words.ts";
import { useJobCommand } from "./use-job-command.ts";

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
      className="flex gap-3 rounded-lg border border-failed/40 bg-failed-wash px-4 py-3.5 max-sm:flex-wrap"
    >
      <StatusShape status="failed" className="mt-1 max-sm:mt-0 max-sm:self-center" />
      <div className="min-w-0 flex-1 max-sm:order-last max-sm:basis-full">
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
        <WaysOut job={job} stage={error.stage ?? null} isAgainWorthwhile={policy.retry} />
      </div>
      <code className="self-start font-mono text-xs text-failed max-sm:self-center">{error.category}</code>
    </section>
  );
}

/** The one or two things that make sense now, for whoever may do them. */
function WaysOut({
  job,
  stage,
  isAgainWorthwhile,
}: {
  job: Job;
  stage: string | null;
  isAgainWorthwhile: boolean;
}) {
  const account = useAccount();
  const { data: stages } = useQuery(stagesQuery(useSupabase(), job.id));
  const { give, isPending } = useJobCommand(job);
  if (!maySteer(account, job)) return null;
  const fromStage = retryStages(job.job_type, stages ?? []).find(({ name }) => name === stage);
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      {isAgainWorthwhile && fromStage !== undefined && (
        <Button disabled={isPending} onClick={() => give({ command: "retry", fromStage: fromStage.name })}>
          Retry from {fromStage.title.toLowerCase()}
        </Button>
      )}
      {isMedia(job) && (
        <Button asChild>
          <Link prefetch={false} href={`/jobs/new?from=${job.id}`}>
            Edit and submit again
          </Link>
        </Button>
      )}
    </div>
  );
}

"use client";

import { isFinished } from "@spool/contracts/job-states";
import { CopyId } from "@spool/ui/copy-id";
import { StatusMark } from "@spool/ui/status-mark";
import { useQuery } from "@tanstack/react-query";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { jobTypeTitle } from "../../../../../data/jobs/stage-title.ts";
import { peopleQuery, personName } from "../../../../../data/people/people-query.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { TimeAgo } from "../../../../../time/time-ago.tsx";
import { QueueName } from "../../../_components/queue-name.tsx";
import { WatchButton } from "./watch-button.tsx";
import { JobControls } from "./job-controls.tsx";

/** What the job is and where it stands, with what can be done about it at the right. */
export function JobSummary({ job }: { job: Job }) {
  const { data: people } = useQuery(peopleQuery(useSupabase()));
  const submitter = job.created_by === null ? null : personName(people, job.created_by);
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
      <span data-testid="job-status" className="rounded-md border bg-surface px-2.5 py-1 font-medium">
        <StatusMark key={job.status} status={job.status} heard={job.revision} className="animate-arrive" />
      </span>
      <span className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1 text-ink-soft">
        <span>{attemptWords(job)}</span>
        <span>{jobTypeTitle(job.job_type)}</span>
        <QueueName queue={job.queue} note={job.priority} />
        <span>
          submitted <TimeAgo at={job.created_at} />
          {submitter !== null && ` by ${submitter}`}
        </span>
        <CopyId id={job.id} />
      </span>
      <div className="ml-auto flex flex-wrap gap-2">
        {!isFinished(job.status) && <WatchButton job={job} />}
        <JobControls job={job} />
      </div>
    </div>
  );
}

function attemptWords({ attempt_count: count, max_attempts: most }: Job): string {
  if (count === 0) return "not tried yet";
  return `attempt ${count} of ${Math.max(count, most)}`;
}

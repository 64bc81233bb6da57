"use client";

import { Button } from "@spool/ui/button";
import { EmptyState, Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState, useSyncExternalStore } from "react";
import { useAccount } from "../../../../../data/account/account-context.tsx";
import type { Membership } from "../../../../../data/account/account-query.ts";
import { operableProjects } from "../../../../../data/account/may-operate.ts";
import { jobQuery } from "../../../../../data/jobs/job-query.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { QueryError } from "../../../_components/query-error.tsx";
import { dropDraft, readDraft } from "./draft.ts";
import { NewJobForm } from "./new-job-form.tsx";
import { emptyValues, valuesOfJob, type NewJobValues } from "./new-job-values.ts";

interface NewJobProps {
  /** The job whose words the form begins with; null for an empty one. */
  fromJobId: string | null;
}

export function NewJob({ fromJobId }: NewJobProps) {
  const projects = operableProjects(useAccount());
  if (projects.length === 0) {
    return (
      <div className="rounded-lg border bg-surface">
        <EmptyState
          action={
            <Button asChild>
              <Link prefetch={false} href="/jobs">
                All jobs
              </Link>
            </Button>
          }
        >
          You may watch jobs, but not submit them. An administrator of your project can make you an operator.
        </EmptyState>
      </div>
    );
  }
  if (fromJobId === null)
    return <DraftedForm projects={projects} fromJobId={null} initial={emptyValues(firstId(projects))} />;
  return <FormOfJob projects={projects} fromJobId={fromJobId} />;
}

const firstId = (projects: readonly Membership[]): string => projects[0]?.project_id ?? "";

function FormOfJob({ projects, fromJobId }: { projects: readonly Membership[]; fromJobId: string }) {
  const { data: job, error, refetch } = useQuery(jobQuery(useSupabase(), fromJobId));
  if (job === undefined) {
    if (error !== null) return <QueryError what="The job to begin with" error={error} onRetry={refetch} />;
    return <Skeleton className="h-96 w-full" />;
  }
  const isMine = projects.some(({ project_id }) => project_id === job?.project_id);
  const projectId = isMine && job !== null ? job.project_id : firstId(projects);
  const initial = job && valuesOfJob(job, projectId);
  if (initial === null) {
    return (
      <div className="rounded-lg border bg-surface">
        <EmptyState
          action={
            <Button asChild>
              <Link prefetch={false} href="/jobs/new">
                An empty form
              </Link>
            </Button>
          }
        >
          There is no such job to begin with, or its type is none that people submit by hand.
        </EmptyState>
      </div>
    );
  }
  return <DraftedForm projects={projects} fromJobId={fromJobId} initial={initial} />;
}

const never = () => () => undefined;

interface DraftedFormProps extends NewJobProps {
  projects: readonly Membership[];
  initial: NewJobValues;
}

/** Begins with what was typed here before and not submitted, where there is something. The server knows of no draft. */
function DraftedForm({ projects, fromJobId, initial }: DraftedFormProps) {
  const router = useRouter();
  const isInBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const [beginning, setBeginning] = useState(0);
  // Once a beginning: what is typed from then on is kept as a draft as well.
  const draft = useMemo(
    () => (isInBrowser && beginning === 0 ? readDraft(fromJobId) : null),
    [isInBrowser, fromJobId, beginning],
  );
  return (
    <NewJobForm
      // Without a draft the form stays what it is: somebody may have typed before the page came to life.
      key={`${draft === null ? "fresh" : "draft"} ${beginning}`}
      projects={projects}
      fromJobId={fromJobId}
      initial={draft ?? initial}
      isDraft={draft !== null}
      onStartAfresh={() => {
        dropDraft(fromJobId);
        setBeginning(beginning + 1);
        if (fromJobId !== null) router.replace("/jobs/new");
      }}
    />
  );
}

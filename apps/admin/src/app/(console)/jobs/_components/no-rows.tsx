"use client";

import { Button } from "@spool/ui/button";
import { EmptyState, Skeleton } from "@spool/ui/notice";
import { NewJobLink } from "../../_components/new-job-link.tsx";
import { QueryError } from "../../_components/query-error.tsx";
import type { JobPages } from "./use-job-pages.ts";

interface NoRowsProps {
  pages: JobPages;
  hasProjects: boolean;
  isFiltered: boolean;
  onClear: () => void;
}

/** What stands in the place of the rows while there are none, and why. */
export function NoRows({ pages, hasProjects, isFiltered: isFilterOn, onClear }: NoRowsProps) {
  if (pages.error !== null) return <QueryError what="The jobs" error={pages.error} onRetry={pages.retry} />;
  if (pages.isPending || pages.isStale) return <Skeleton className="w-full flex-1" />;
  return (
    <div className="flex-1 rounded-lg border bg-surface">
      {!hasProjects ? (
        <EmptyState>You belong to no project yet. Ask an administrator to add you to one.</EmptyState>
      ) : isFilterOn ? (
        <EmptyState action={<Button onClick={onClear}>Clear the filter</Button>}>
          No job matches this filter.
        </EmptyState>
      ) : (
        <EmptyState action={<NewJobLink />}>
          There are no jobs yet. The first one becomes a video in about a minute.
        </EmptyState>
      )}
    </div>
  );
}

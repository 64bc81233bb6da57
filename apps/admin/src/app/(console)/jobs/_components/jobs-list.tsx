"use client";

import { Button } from "@spool/ui/button";
import { EmptyState, Skeleton } from "@spool/ui/notice";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { isFiltered, jobFilterParsers } from "../../../../data/jobs/job-filter.ts";
import { jobsQuery } from "../../../../data/jobs/jobs-query.ts";
import { countMatching } from "../../../../data/stats/count-matching.ts";
import { queueStatsQuery } from "../../../../data/stats/queue-stats-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { NewJobLink } from "../../_components/new-job-link.tsx";
import { QueryError } from "../../_components/query-error.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { JobsTable } from "./jobs-table.tsx";

export function JobsList() {
  const supabase = useSupabase();
  const { memberships } = useAccount();
  const [filter, setFilter] = useQueryStates(jobFilterParsers, { history: "push" });
  const { data: stats } = useQuery(queueStatsQuery(supabase));
  const jobs = useInfiniteQuery({ ...jobsQuery(supabase, filter), placeholderData: keepPreviousData });
  const rows = useMemo(() => jobs.data?.pages.flat(), [jobs.data]);
  const clearFilter = () => void setFilter(null);

  return (
    <main className="px-4 sm:px-6">
      <FilterBar
        filter={filter}
        onChange={(change) => void setFilter(change)}
        stats={stats}
        total={stats === undefined ? null : countMatching(stats, filter)}
      />
      {rows === undefined ? (
        jobs.error === null ? (
          <Skeleton className="h-96 w-full" />
        ) : (
          <QueryError what="The jobs" error={jobs.error} onRetry={jobs.refetch} />
        )
      ) : rows.length === 0 ? (
        <div className="rounded-lg border bg-surface">
          {memberships.length === 0 ? (
            <EmptyState>You belong to no project yet. Ask an administrator to add you to one.</EmptyState>
          ) : isFiltered(filter) ? (
            <EmptyState action={<Button onClick={clearFilter}>Clear the filter</Button>}>
              No job matches this filter.
            </EmptyState>
          ) : (
            <EmptyState action={<NewJobLink />}>
              There are no jobs yet. The first one becomes a video in about a minute.
            </EmptyState>
          )}
        </div>
      ) : (
        <JobsTable
          rows={rows}
          isStale={jobs.isPlaceholderData}
          hasMore={jobs.hasNextPage}
          onMore={() => {
            if (!jobs.isFetching) void jobs.fetchNextPage();
          }}
        />
      )}
    </main>
  );
}

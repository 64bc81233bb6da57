"use client";

import { Skeleton } from "@spool/ui/notice";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { memo, useCallback, useMemo, useState } from "react";
import { apiMessage } from "../../../../data/api-message.ts";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { operableProjects } from "../../../../data/account/may-operate.ts";
import { bulkActionsQuery } from "../../../../data/bulk-actions/bulk-actions-query.ts";
import {
  isFiltered,
  jobFilterParsers,
  jobsPlaceParsers,
  type JobFilter,
} from "../../../../data/jobs/job-filter.ts";
import { nodesQuery } from "../../../../data/nodes/nodes-query.ts";
import { countMatching } from "../../../../data/stats/count-matching.ts";
import { queueStatsQuery } from "../../../../data/stats/queue-stats-query.ts";
import { lazyPart } from "../../../../lib/lazy-part.tsx";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { formatMoment } from "../../../../time/format-duration.ts";
import { FilterBox } from "./filter-box.tsx";
import { JobsTable } from "./jobs-table.tsx";
import type { TableLook } from "./table-columns.ts";
import { firstPageQuery, useJobPages, type JobPages } from "./use-job-pages.ts";
import { isNothing, useSelection } from "./use-selection.ts";
import { useTableLook } from "./use-table-look.ts";

// What most visits do without comes when it is wanted.
const NoRows = lazyPart(() => import("./no-rows.tsx").then((module) => module.NoRows), {
  loading: () => <Skeleton className="w-full flex-1" />,
});
const BulkDock = lazyPart(() => import("./bulk-dock.tsx").then((module) => module.BulkDock));
const JobsTools = memo(
  lazyPart(() => import("./jobs-tools.tsx").then((module) => module.JobsTools), {
    // As wide as its buttons.
    loading: () => <span className="w-24 lg:w-32" />,
  }),
);

export function JobsList({ rememberedLook }: { rememberedLook: TableLook }) {
  const supabase = useSupabase();
  const queryClient = useQueryClient();
  const account = useAccount();
  const { memberships } = account;
  const [filter, setFilter] = useQueryStates(jobFilterParsers, { history: "push" });
  const [{ at }, setPlace] = useQueryStates(jobsPlaceParsers, { history: "push" });
  const [look, setLook] = useTableLook(rememberedLook);
  const [selection, select] = useSelection();
  const { data: stats } = useQuery(queueStatsQuery(supabase));
  const { data: nodes } = useQuery(nodesQuery(supabase));
  const { data: bulkActions = [] } = useQuery(bulkActionsQuery(supabase));
  const [notice, setNotice] = useState<React.ReactNode>(null);
  const pages = useJobPages(filter, at);
  const counted = stats === undefined ? null : countMatching(stats, filter);
  const matching = countWords(pages, counted);
  const mayChange = operableProjects(account).length > 0;
  // The same objects every time, so that what stands around the rows is not drawn again whenever one of them moves.
  const world = useMemo(
    () => ({
      nodes: nodes ?? [],
      projects: memberships.map(({ project_id, project_name }) => ({ id: project_id, name: project_name })),
    }),
    [nodes, memberships],
  );
  const changeFilter = useCallback(
    (change: Partial<JobFilter> | null) => {
      select({ kind: "nothing" });
      void setFilter(change);
    },
    [select, setFilter],
  );
  const askAhead = useCallback(
    (change: Partial<JobFilter>) => {
      // What is not to be had now is asked for again, and its failure shown, when it is chosen.
      queryClient.query(firstPageQuery(supabase, { ...filter, ...change }, at)).catch(() => undefined);
    },
    [queryClient, supabase, filter, at],
  );
  const jump = useCallback((moment: string | null) => void setPlace({ at: moment }), [setPlace]);

  async function goTo(edge: "newest" | "oldest"): Promise<void> {
    try {
      const { oldestMoment } = await import("../../../../data/jobs/oldest-moment.ts");
      jump(edge === "newest" ? null : await oldestMoment(supabase, filter));
    } catch (error) {
      setNotice(apiMessage(error));
    }
  }

  return (
    <main className="flex h-[calc(100dvh-8.5rem)] flex-col px-4 sm:px-6 lg:-mb-8 lg:h-[calc(100dvh-3.5rem)] lg:pb-3">
      <div className="flex items-start gap-1 py-3 max-sm:flex-wrap">
        <FilterBox filter={filter} world={world} onChange={changeFilter} onLikely={askAhead} stats={stats} />
        <div className="ml-1 flex h-9 shrink-0 items-center">
          <JobsTools
            filter={filter}
            onFilter={changeFilter}
            at={at}
            onJump={jump}
            look={look}
            onLook={setLook}
            hasProjects={memberships.length > 1}
            total={counted}
            onNotice={setNotice}
          />
        </div>
      </div>
      {pages.rowCount > 0 ? (
        <JobsTable
          pages={pages}
          look={look}
          onLook={setLook}
          selection={selection}
          onSelect={mayChange ? select : undefined}
          onEdge={(edge) => void goTo(edge)}
        />
      ) : (
        <NoRows
          pages={pages}
          hasProjects={memberships.length > 0}
          isFiltered={isFiltered(filter)}
          onClear={() => changeFilter(null)}
        />
      )}
      <footer className="flex min-h-9 flex-wrap items-center gap-x-4 pt-2 text-xs text-ink-faint">
        <p className="tabular-nums" aria-live="polite">
          {matching}
        </p>
        {at !== null && (
          <p>
            from {formatMoment(at)} ·{" "}
            <button
              type="button"
              className="text-ink-soft hover:text-ink"
              onClick={() => void setPlace({ at: null })}
            >
              back to the newest
            </button>
          </p>
        )}
        <p className="ml-auto" role="status">
          {notice}
        </p>
      </footer>
      {((mayChange && !isNothing(selection)) || bulkActions.length > 0) && (
        <BulkDock
          filter={filter}
          matchingWords={matching}
          selection={selection}
          onSelect={select}
          actions={bulkActions}
        />
      )}
    </main>
  );
}

/** How many jobs match: as the counters know it, or as far as the list has been read. */
function countWords(pages: JobPages, counted: number | null): string {
  const total = counted ?? pages.rowCount;
  if (total === 0) return "";
  const isAtLeast = counted === null && !pages.isWhole;
  return `${isAtLeast ? "more than " : ""}${total.toLocaleString("en")} ${total === 1 ? "job" : "jobs"}`;
}

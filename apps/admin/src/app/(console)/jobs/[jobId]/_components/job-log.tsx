"use client";

import { isFinished } from "@spool/contracts/job-states";
import { Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useDeferredValue, useMemo } from "react";
import { logsQuery } from "../../../../../data/job-activity/activity-queries.ts";
import type { LogRow } from "../../../../../data/job-activity/log-page.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { QueryError } from "../../../_components/query-error.tsx";
import { filterLines, isFiltered, LOG_LEVELS } from "./log-filter.ts";
import { LogLines } from "./log-lines.tsx";
import { LogToolbar } from "./log-toolbar.tsx";
import { useOlderLines } from "./use-older-lines.ts";

/** What the attempts of a job logged, as it is written. */
export function JobLog({ job }: { job: Job }) {
  const { data: lines, error, refetch } = useQuery(logsQuery(useSupabase(), job.id));
  if (lines === undefined) {
    return (
      <div className="p-4">
        {error === null ? (
          <Skeleton className="h-48 w-full" />
        ) : (
          <QueryError what="The log" error={error} onRetry={refetch} />
        )}
      </div>
    );
  }
  if (lines.length === 0) {
    return (
      <p className="px-4 py-8 text-center text-ink-soft">
        {isFinished(job.status) ? "This job wrote no log." : "The log begins when a node takes the job."}
      </p>
    );
  }
  return <HeldLog jobId={job.id} lines={lines} />;
}

const FILTER = {
  level: parseAsArrayOf(parseAsStringLiteral(LOG_LEVELS)).withDefault([]),
  find: parseAsString.withDefault(""),
};

function HeldLog({ jobId, lines }: { jobId: string; lines: readonly LogRow[] }) {
  const [{ level: levels, find: text }, setFilter] = useQueryStates(FILTER, { history: "replace" });
  const search = useDeferredValue(text);
  const isSearching = isFiltered({ levels, text: search });
  // A search that stops at what happens to be loaded would say "nothing" of a line that is there.
  const older = useOlderLines(jobId, lines, isSearching);
  const shown = useMemo(() => filterLines(lines, { levels, text: search }), [lines, levels, search]);

  return (
    <>
      <LogToolbar
        jobId={jobId}
        filter={{ levels, text }}
        onChange={(filter) => void setFilter({ level: [...filter.levels], find: filter.text })}
        words={isSearching ? foundWords(shown.length, lines.length, older.hasOlder) : ""}
      />
      {older.error !== null && (
        <div className="p-4">
          <QueryError what="Older lines" error={older.error} onRetry={older.loadPage} />
        </div>
      )}
      {shown.length === 0 ? (
        <p className="px-4 py-8 text-center text-ink-soft">
          {older.hasOlder ? "Searching older lines …" : "No line of the log matches."}
        </p>
      ) : (
        <LogLines lines={shown} search={search} hasOlder={older.hasOlder} onOlder={older.loadPage} />
      )}
    </>
  );
}

function foundWords(found: number, held: number, hasOlder: boolean): string {
  const of = `${found.toLocaleString("en")} of ${held.toLocaleString("en")} lines`;
  return hasOlder ? `${of} so far` : of;
}

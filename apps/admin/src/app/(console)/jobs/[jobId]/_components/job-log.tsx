"use client";

import { isFinished } from "@spool/contracts/job-states";
import { Button } from "@spool/ui/button";
import { cn } from "@spool/ui/class-names";
import { Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDownToLine } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { logsQuery, type LogRow } from "../../../../../data/job-activity/activity-queries.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { QueryError } from "../../../_components/query-error.tsx";
import { LogLine } from "./log-line.tsx";

const LINE_PX = 24;
const OVERSCAN_LINES = 20;
/** Nearer to the end than this is at the end. */
const END_SLACK_PX = LINE_PX * 1.5;

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
  return <LogLines lines={lines} />;
}

/** The lines in sight, and the end of the log while somebody follows it. Scrolling up lets go; reaching the end follows again. */
function LogLines({ lines }: { lines: readonly LogRow[] }) {
  const viewport = useRef<HTMLDivElement>(null);
  const [isFollowing, setIsFollowing] = useState(true);
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler memoizes this
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => LINE_PX,
    getItemKey: (index) => lines[index]?.id ?? index,
    overscan: OVERSCAN_LINES,
  });

  useEffect(() => {
    if (isFollowing) virtualizer.scrollToIndex(lines.length - 1, { align: "end" });
  }, [isFollowing, lines.length, virtualizer]);

  return (
    <div className="relative">
      <div
        ref={viewport}
        role="log"
        aria-label="Log"
        aria-live="off"
        tabIndex={0}
        onScroll={({ currentTarget: box }) => {
          setIsFollowing(box.scrollHeight - box.scrollTop - box.clientHeight < END_SLACK_PX);
        }}
        className="max-h-96 overflow-auto py-2 font-mono text-xs focus-visible:-outline-offset-2"
      >
        <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index];
            return (
              line && (
                <div
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <LogLine line={line} />
                </div>
              )
            );
          })}
        </div>
      </div>
      <Button
        className={cn("absolute right-4 bottom-3 h-7 bg-raised px-2.5 text-xs", isFollowing && "invisible")}
        onClick={() => setIsFollowing(true)}
      >
        <ArrowDownToLine aria-hidden="true" className="size-3.5" />
        Follow
      </Button>
    </div>
  );
}

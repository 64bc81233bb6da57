"use client";

import { cn } from "@spool/ui/class-names";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { JobRow } from "../../../../data/jobs/job-row.ts";
import { JOB_COLUMNS, JobRowView } from "./job-row-view.tsx";
import { useIsNarrow } from "./use-is-narrow.ts";
import { useRowKeys } from "./use-row-keys.ts";

const ROW_PX = 36;
const NARROW_ROW_PX = 64;
const OVERSCAN_ROWS = 12;

interface JobsTableProps {
  rows: readonly JobRow[];
  /** The rows are those of the filter before, while the new ones are on their way. */
  isStale: boolean;
  hasMore: boolean;
  onMore: () => void;
}

/** Draws only the rows in sight, so that a list of thousands scrolls like one of ten. */
export function JobsTable({ rows, isStale, hasMore, onMore }: JobsTableProps) {
  const body = useRef<HTMLDivElement>(null);
  const [offsetPx, setOffsetPx] = useState(0);
  const isNarrow = useIsNarrow();
  const rowPx = isNarrow ? NARROW_ROW_PX : ROW_PX;
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowPx,
    overscan: OVERSCAN_ROWS,
    scrollMargin: offsetPx,
    getItemKey: (index) => rows[index]?.id ?? index,
    initialRect: { width: 1_200, height: 900 },
  });
  useRowKeys(body, (index) => virtualizer.scrollToIndex(index));

  useLayoutEffect(() => setOffsetPx(body.current?.offsetTop ?? 0), []);
  useEffect(() => virtualizer.measure(), [virtualizer, rowPx]);

  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  const isNearEnd = lastShown >= rows.length - OVERSCAN_ROWS;
  useEffect(() => {
    if (isNearEnd && hasMore) onMore();
  });

  return (
    <div
      role="table"
      aria-label="Jobs"
      aria-rowcount={hasMore ? -1 : rows.length}
      className={cn("rounded-lg border bg-surface transition-opacity", isStale && "opacity-60")}
    >
      <div role="rowgroup" className="hidden border-b lg:block">
        <div role="row" className={cn(JOB_COLUMNS, "h-9 text-xs text-ink-faint")}>
          {["", "Title", "Type", "Queue", "Status", "Node", "Time"].map((heading) => (
            <span key={heading} role="columnheader" className="last:text-right">
              {heading === "" ? <span className="sr-only">Picture</span> : heading}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" ref={body} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const job = rows[item.index];
          return (
            job && (
              <JobRowView
                key={item.key}
                job={job}
                index={item.index}
                style={{
                  position: "absolute",
                  insetInline: 0,
                  height: item.size,
                  transform: `translateY(${item.start - offsetPx}px)`,
                }}
              />
            )
          );
        })}
      </div>
      {hasMore && <p className="border-t py-3 text-center text-xs text-ink-faint">Loading older jobs …</p>}
    </div>
  );
}

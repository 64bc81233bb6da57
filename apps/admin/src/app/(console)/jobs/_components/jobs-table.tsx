"use client";

import { cn } from "@spool/ui/class-names";
import { useCallback, useLayoutEffect, useRef } from "react";
import { isChosen, type Selection, type SelectionChange } from "./use-selection.ts";
import { gridTemplate, type TableLook } from "./table-columns.ts";
import { TableHead } from "./table-head.tsx";
import { NodeNamesProvider } from "./job-row-node.tsx";
import { JobRowView } from "./job-row-view.tsx";
import { useIsNarrow } from "./use-is-narrow.ts";
import type { JobPages } from "./use-job-pages.ts";
import { useRowKeys } from "./use-row-keys.ts";
import { useRowsInSight } from "./use-rows-in-sight.ts";

const ROW_PX = { comfortable: 36, compact: 28 } as const;
const NARROW_ROW_PX = 64;
const HEAD_PX = 37;

type Choose = (index: number, isChosen: boolean, isRange: boolean) => void;

interface JobsTableProps {
  pages: JobPages;
  look: TableLook;
  onLook: (look: TableLook) => void;
  selection: Selection;
  /** Absent for who may change nothing. */
  onSelect: ((change: SelectionChange) => void) | undefined;
  /** Where there are rows beyond those that were read. */
  onEdge: (edge: "newest" | "oldest") => void;
}

/** Draws only the rows in sight, so that a list of a million scrolls like one of ten. Every row is as high as the others. */
export function JobsTable({ pages, look, onLook, selection, onSelect, onEdge }: JobsTableProps) {
  const isNarrow = useIsNarrow();
  const rowPx = isNarrow ? NARROW_ROW_PX : ROW_PX[look.density];
  const { scroller, first, last, isStill } = useRowsInSight(pages, rowPx);
  const lastChosen = useRef(0);

  const chooseLatest = useRef<Choose>(() => undefined);
  const choose: Choose = (index, chosen, isRange) => {
    const [from, to] = isRange
      ? [Math.min(lastChosen.current, index), Math.max(lastChosen.current, index)]
      : [index, index];
    lastChosen.current = index;
    const ids: string[] = [];
    for (let row = from; row <= to; row++) {
      const job = pages.rowAt(row);
      if (job !== undefined) ids.push(job.id);
    }
    onSelect?.({ kind: "toggle", ids, isChosen: chosen });
  };
  useLayoutEffect(() => {
    chooseLatest.current = choose;
  });
  // The same function every time, so that rows which did not change are not drawn again.
  const onChoose = useCallback<Choose>((...chosen) => chooseLatest.current(...chosen), []);

  useRowKeys({
    body: scroller,
    firstInSight: () => Math.ceil((scroller.current?.scrollTop ?? 0) / rowPx),
    scrollToIndex: (index) => {
      const element = scroller.current;
      if (element === null) return;
      const topPx = index * rowPx;
      if (topPx < element.scrollTop) element.scrollTo({ top: topPx });
      else if (topPx + rowPx + HEAD_PX > element.scrollTop + element.clientHeight)
        element.scrollTo({ top: topPx + rowPx + HEAD_PX - element.clientHeight });
    },
    onChoose: (index) => {
      const job = pages.rowAt(index);
      if (job !== undefined)
        onSelect?.({ kind: "toggle", ids: [job.id], isChosen: !isChosen(selection, job.id) });
    },
    onEscape: () => onSelect?.({ kind: "nothing" }),
    onEdge: (edge) => {
      const isRead = edge === "newest" ? !pages.isFromMiddle : pages.isEndKnown;
      if (isRead) scroller.current?.scrollTo({ top: edge === "newest" ? 0 : scroller.current.scrollHeight });
      else onEdge(edge);
    },
  });

  const rows = [];
  for (let index = first; index <= last; index++) {
    const job = pages.rowAt(index);
    if (job === undefined) continue;
    rows.push(
      <JobRowView
        key={job.id}
        job={job}
        index={index}
        topPx={index * rowPx}
        heightPx={rowPx}
        columns={look.columns}
        isNarrow={isNarrow}
        isChosen={isChosen(selection, job.id)}
        onChoose={onSelect === undefined ? undefined : onChoose}
      />,
    );
  }

  return (
    <div
      ref={scroller}
      role="table"
      aria-label="Jobs"
      aria-busy={pages.isStale}
      aria-rowcount={pages.isWhole ? pages.rowCount + 1 : -1}
      tabIndex={-1}
      data-still={isStill ? "" : undefined}
      style={{ "--columns": gridTemplate(look) } as React.CSSProperties} // custom properties are not in React's type of a style
      className={cn(
        "group/table relative min-h-0 flex-1 overflow-auto overscroll-contain rounded-lg border bg-surface transition-opacity [overflow-anchor:none]",
        // Rows that come at once are not dimmed before: to fade all of them takes longer than to draw them.
        pages.isStale && "opacity-60 delay-200",
      )}
    >
      <div className={isNarrow ? undefined : "w-max min-w-full"}>
        {!isNarrow && (
          <TableHead
            look={look}
            onLook={onLook}
            onPreview={(preview) => scroller.current?.style.setProperty("--columns", gridTemplate(preview))}
          />
        )}
        <div role="rowgroup" className="relative" style={{ height: pages.rowCount * rowPx }}>
          <NodeNamesProvider>{rows}</NodeNamesProvider>
        </div>
        {!pages.isEndKnown && (
          <p className="py-3 text-center text-xs text-ink-faint">
            {pages.error === null ? "Loading more jobs …" : ""}
          </p>
        )}
      </div>
    </div>
  );
}

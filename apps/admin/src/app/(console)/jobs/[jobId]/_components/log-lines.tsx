"use client";

import { Button } from "@spool/ui/button";
import { cn } from "@spool/ui/class-names";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDownToLine } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import type { LogRow } from "../../../../../data/job-activity/log-page.ts";
import { LogLine } from "./log-line.tsx";

const LINE_PX = 24;
const OVERSCAN_LINES = 20;
/** Nearer to the end than this is at the end. */
const END_SLACK_PX = LINE_PX * 1.5;
/** Older lines are fetched before the reader meets the first one. */
const OLDER_BEFORE_LINES = 50;

interface LogLinesProps {
  lines: readonly LogRow[];
  search: string;
  hasOlder: boolean;
  onOlder: () => void;
}

/** The lines in sight, and the end of the log while somebody follows it. Scrolling up lets go; reaching the end follows again. */
export function LogLines({ lines, search, hasOlder, onOlder }: LogLinesProps) {
  const viewport = useRef<HTMLDivElement>(null);
  const [isFollowing, setIsFollowing] = useState(true);
  const getItemKey = useCallback((index: number) => lines[index]?.id ?? index, [lines]);
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler memoizes this
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => LINE_PX,
    getItemKey,
    overscan: OVERSCAN_LINES,
    // Older lines that come in above do not move what is being read.
    anchorTo: "end",
  });

  useEffect(() => {
    if (isFollowing) virtualizer.scrollToIndex(lines.length - 1, { align: "end" });
  }, [isFollowing, lines, virtualizer]);

  const items = virtualizer.getVirtualItems();
  const firstShown = items[0]?.index ?? Infinity;
  useEffect(() => {
    if (hasOlder && !isFollowing && firstShown < OLDER_BEFORE_LINES) onOlder();
  });

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
        className="max-h-[min(30rem,60dvh)] overflow-auto overscroll-contain py-2 font-mono text-xs [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
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
                  <LogLine line={line} search={search} />
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

"use client";

import { startTransition, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import type { JobPages } from "./use-job-pages.ts";

const OVERSCAN_ROWS = 12;
const SETTLED_AFTER_MS = 200;
/** What the server draws, before anybody knows how high the window is. */
const FIRST_HEIGHT_PX = 900;

interface RowsInSight {
  /** What the rows are scrolled in. */
  scroller: React.RefObject<HTMLDivElement | null>;
  /** The rows to draw, from 0. */
  first: number;
  last: number;
  /** What moves now does so because rows came in above, and not for the eye. */
  isStill: boolean;
}

/**
 * Which rows of a scrolled list are drawn; asks for those around them, and holds the list where it is read.
 *
 * @param rowPx How high each row is.
 */
export function useRowsInSight(pages: JobPages, rowPx: number): RowsInSight {
  const scroller = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ topPx: 0, heightPx: FIRST_HEIGHT_PX });
  const [isStill, setIsStill] = useState(false);
  const anchor = useRef<{ jobId: string; index: number } | null>(null);

  const overscanRows = useIsSettled(pages.name) ? OVERSCAN_ROWS : 0;
  const first = Math.max(0, Math.floor(sight.topPx / rowPx) - overscanRows);
  const last = Math.min(pages.rowCount - 1, Math.ceil((sight.topPx + sight.heightPx) / rowPx) + overscanRows);

  const lookAround = useEffectEvent(() => {
    const element = scroller.current;
    if (element === null) return;
    const next = { topPx: element.scrollTop, heightPx: element.clientHeight };
    setSight(next);
    const firstInSight = Math.floor(next.topPx / rowPx);
    pages.showRows(firstInSight, Math.ceil((next.topPx + next.heightPx) / rowPx));
    const job = pages.rowAt(firstInSight);
    anchor.current = job === undefined ? null : { jobId: job.id, index: firstInSight };
  });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onScroll = () => lookAround();
    const observer = new ResizeObserver(onScroll);
    observer.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, []);

  // Another list begins at its beginning, and stays there when rows come in above it before anybody has scrolled.
  const begin = useEffectEvent(() => {
    const job = pages.rowAt(pages.startIndex);
    anchor.current = job === undefined ? null : { jobId: job.id, index: pages.startIndex };
    const topPx = pages.startIndex * rowPx;
    // Not when it is there already: the browser would lay out the new rows to find that out.
    if (topPx !== sight.topPx) scroller.current?.scrollTo({ top: topPx });
  });
  useLayoutEffect(() => begin(), [pages.name]);

  // What comes in above does not push away what is being read. At the very top, it slides in.
  useLayoutEffect(() => {
    const element = scroller.current;
    const held = anchor.current;
    if (element === null || held === null) return;
    const index = pages.indexOf(held.jobId);
    const moved = index - held.index;
    if (index < 0 || moved === 0) return;
    anchor.current = { ...held, index };
    if (element.scrollTop < rowPx / 2 && !pages.isFromMiddle) return;
    setIsStill(true);
    element.scrollTop += moved * rowPx;
  }, [pages, rowPx]);
  useEffect(() => {
    if (!isStill) return;
    const frame = requestAnimationFrame(() => setIsStill(false));
    return () => cancelAnimationFrame(frame);
  }, [isStill]);

  return { scroller, first, last, isStill };
}

/** False until a list has been drawn: what is in sight comes first, what is beside it when the browser has time. */
function useIsSettled(listName: string): boolean {
  const [settled, setSettled] = useState<string | null>(null);
  useEffect(() => {
    // Not requestIdleCallback, which Safari lacks.
    const timer = setTimeout(() => startTransition(() => setSettled(listName)), SETTLED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [listName]);
  return settled === listName;
}

"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { applyLogLines } from "../../../../../data/job-activity/apply-activity.ts";
import type { LogRow } from "../../../../../data/job-activity/activity-queries.ts";
import { LOG_PAGE_LINES, logPage } from "../../../../../data/job-activity/log-page.ts";
import { KEPT_LINES } from "../../../../../data/job-activity/merge-by-id.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";

/**
 * Fetches what was logged before the lines that are held: a page when `loadPage` is called, all of it while `isAllWanted`.
 *
 * `hasOlder` is false at the beginning of the log, and when as much is held as an open page keeps.
 */
export function useOlderLines(
  jobId: string,
  lines: readonly LogRow[],
  isAllWanted: boolean,
): { hasOlder: boolean; isLoading: boolean; error: Error | null; loadPage: () => void } {
  const supabase = useSupabase();
  const queryClient = useQueryClient();
  const [isAtBeginning, setIsAtBeginning] = useState(lines.length < LOG_PAGE_LINES);
  const [isLoading, setIsLoading] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const aborting = useRef<AbortController | null>(null);
  const hasOlder = !isAtBeginning && lines.length < KEPT_LINES;

  useEffect(() => () => aborting.current?.abort(), []);

  function loadPage(): void {
    const firstId = lines[0]?.id;
    if (!hasOlder || isLoading || firstId === undefined) return;
    const abort = new AbortController();
    aborting.current = abort;
    setIsLoading(true);
    setError(null);
    logPage(supabase, jobId, firstId, abort.signal)
      .then(
        (page) => {
          applyLogLines(queryClient, jobId, page);
          setIsAtBeginning(page.length < LOG_PAGE_LINES);
        },
        (reason: unknown) => {
          if (!abort.signal.aborted) setError(reason instanceof Error ? reason : new Error(String(reason)));
        },
      )
      .finally(() => setIsLoading(false));
  }

  const loadNext = useEffectEvent(loadPage);
  useEffect(() => {
    if (isAllWanted && hasOlder && !isLoading && error === null) loadNext();
  }, [isAllWanted, hasOlder, isLoading, error]);

  return { hasOlder, isLoading, error, loadPage };
}

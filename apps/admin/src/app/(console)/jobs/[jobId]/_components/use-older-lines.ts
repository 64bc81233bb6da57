"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { applyLogLines } from "../../../../../data/job-activity/apply-activity.ts";
import type { LogRow } from "../../../../../data/job-activity/log-page.ts";
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
): { hasOlder: boolean; error: Error | null; loadPage: () => void } {
  const supabase = useSupabase();
  const queryClient = useQueryClient();
  const [isShort] = useState(lines.length < LOG_PAGE_LINES);
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: (beforeId: number) => logPage(supabase, jobId, beforeId),
    onSuccess: (page) => applyLogLines(queryClient, jobId, page),
  });
  const isAtBeginning = data === undefined ? isShort : data.length < LOG_PAGE_LINES;
  const hasOlder = !isAtBeginning && lines.length < KEPT_LINES;
  const firstId = lines[0]?.id;

  function loadPage(): void {
    if (hasOlder && !isPending && firstId !== undefined) mutate(firstId);
  }

  const loadNext = useEffectEvent(loadPage);
  useEffect(() => {
    if (isAllWanted && hasOlder && !isPending && error === null) loadNext();
  }, [isAllWanted, hasOlder, isPending, error]);

  return { hasOlder, error, loadPage };
}

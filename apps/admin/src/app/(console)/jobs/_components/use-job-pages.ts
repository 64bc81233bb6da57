"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { JobFilter } from "../../../../data/jobs/job-filter.ts";
import { keyAt } from "../../../../data/jobs/job-key.ts";
import {
  beginOutline,
  learn,
  rowCount,
  spansAround,
  startRow,
  type JobOutline,
  type SpanFacts,
} from "../../../../data/jobs/job-outline.ts";
import { jobPageQuery } from "../../../../data/jobs/job-page-query.ts";
import type { JobRow } from "../../../../data/jobs/job-row.ts";
import { useSupabase, type Supabase } from "../../../../lib/supabase-browser.tsx";

/** Rows are asked for before they come into sight. */
const AHEAD_ROWS = 40;
const FIRST_SIGHT = { first: 0, last: 30 };

/** A list as it is looked at: what matches, from where on, and what is known of its stretches. */
interface Look {
  filter: JobFilter;
  at: string | null;
  outline: JobOutline;
}

const lookAt = (filter: JobFilter, at: string | null): Look => ({
  filter,
  at,
  outline: beginOutline(at === null ? null : keyAt(at)),
});

/** The first rows of a list: what it is waited for. */
export function firstPageQuery(supabase: Supabase, filter: JobFilter, at: string | null) {
  const firstSpan = lookAt(filter, at).outline.spans.find(({ id }) => id === 0);
  if (firstSpan === undefined) throw new Error("A list has a first stretch");
  return jobPageQuery(supabase, filter, at, firstSpan);
}

export interface JobPages {
  /** The rows that are in memory, by where they stand. Undefined while one is on its way. */
  rowAt: (index: number) => JobRow | undefined;
  /** Where a job stands, if it is in memory; -1 otherwise. */
  indexOf: (jobId: string) => number;
  rowCount: number;
  /** Where the list began: at the top, or at a moment in its middle with newer rows above. */
  startIndex: number;
  /** Whether there are no rows beyond those counted. */
  isWhole: boolean;
  /** Whether there are no rows below those counted. */
  isEndKnown: boolean;
  /** Changes when another list is shown. */
  name: string;
  /** The list begins in the middle: newer rows come in above. */
  isFromMiddle: boolean;
  isPending: boolean;
  /** What is shown belongs to the filter before, while the new rows are on their way. */
  isStale: boolean;
  error: Error | null;
  retry: () => void;
  showRows: (first: number, last: number) => void;
}

/** The rows around what is in sight, of a list that may have a million. Only these are kept fresh. */
export function useJobPages(filter: JobFilter, at: string | null): JobPages {
  const supabase = useSupabase();
  const [look, setLook] = useState(() => lookAt(filter, at));
  const [sight, setSight] = useState(FIRST_SIGHT);

  const isStale = look.at !== at || !isSameFilter(look.filter, filter);
  const wanted = isStale ? lookAt(filter, at) : look;
  // The list before stays until the first rows of the new one are here.
  const arriving = useQuery({ ...firstPageQuery(supabase, filter, at), enabled: isStale });
  if (isStale && arriving.data !== undefined) {
    setLook(wanted);
    setSight(FIRST_SIGHT);
  }

  const around = spansAround(look.outline, sight.first - AHEAD_ROWS, sight.last + AHEAD_ROWS);
  const pages = useQueries({
    queries: around.spans.map((span) => jobPageQuery(supabase, look.filter, look.at, span)),
  });
  const facts = new Map<number, SpanFacts>();
  const rows: (JobRow | undefined)[] = [];
  around.spans.forEach((span, index) => {
    const page = pages[index]?.data;
    if (page === undefined) {
      for (let row = 0; row < (span.count ?? 0); row++) rows.push(undefined);
      return;
    }
    facts.set(span.id, { count: page.rows.length, until: page.until, top: page.top });
    rows.push(...page.rows);
  });
  const outline = learn(look.outline, facts);
  if (outline !== look.outline && !(isStale && arriving.data !== undefined)) setLook({ ...look, outline });

  const { firstRow } = around;
  const start = startRow(look.outline);
  const failed = isStale ? [arriving] : pages;
  return {
    rowAt: (index) => rows[index - firstRow],
    indexOf: (jobId) => {
      const found = rows.findIndex((row) => row?.id === jobId);
      return found < 0 ? -1 : found + firstRow;
    },
    // Nothing is shown before the rows are here with which the list begins.
    rowCount: start === null ? 0 : rowCount(look.outline),
    startIndex: start ?? 0,
    isWhole: look.outline.spans.every(({ count }) => count !== null),
    isEndKnown: look.outline.spans.at(-1)?.count !== null,
    name: JSON.stringify([look.filter, look.at]),
    isFromMiddle: look.at !== null,
    isPending: !isStale && pages.some(({ isPending }) => isPending),
    isStale,
    error: failed.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const page of failed) if (page.error !== null) void page.refetch();
    },
    showRows: (first, last) => {
      if (first !== sight.first || last !== sight.last) setSight({ first, last });
    },
  };
}

const isSameFilter = (a: JobFilter, b: JobFilter): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

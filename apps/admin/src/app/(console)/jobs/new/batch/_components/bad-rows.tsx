"use client";

import { memo } from "react";
import type { RefusedRow } from "./batch-messages.ts";
import type { BadRow } from "./batch-rows.ts";

/** Rows that are shown; the download has all. */
const SHOWN_ROWS = 200;

interface BadRowsProps {
  /** By the database. */
  refused: readonly RefusedRow[];
  /** By the check before; the first of them. */
  bad: readonly BadRow[];
  total: number;
}

/** What is wrong with the rows that are not submitted. Kept as it is while others are submitted: it is long. */
export const BadRows = memo(function BadRows({ refused, bad, total }: BadRowsProps) {
  const shown = [
    ...refused.slice(0, SHOWN_ROWS).map(({ line, reason }) => ({ line, problems: [reason] })),
    ...bad,
  ].slice(0, SHOWN_ROWS);
  return (
    <>
      <table className="w-full border-t">
        <caption className="sr-only">Rows that are not submitted</caption>
        <thead>
          <tr className="text-left text-xs text-ink-faint">
            <th className="w-20 py-2 pl-4 text-right font-normal sm:pl-5">Line</th>
            <th className="px-4 py-2 font-normal">What is wrong</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ line, problems }) => (
            <tr key={line} className="border-t align-baseline">
              <td className="py-1.5 pl-4 text-right text-ink-faint tabular-nums sm:pl-5">{line}</td>
              <td className="px-4 py-1.5 break-words text-ink-soft">{problems.join("; ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > shown.length && (
        <p className="border-t px-5 py-3 text-xs text-ink-faint">
          The first {shown.length.toLocaleString("en")} are shown; the download has all of them.
        </p>
      )}
    </>
  );
});

"use client";

import { CATEGORY_POLICY } from "@spool/contracts/app-error";
import { StatusShape } from "@spool/ui/status-mark";
import Link from "next/link";
import { failuresOf, type Throughput } from "../../../data/stats/throughput.ts";
import { finishedHref } from "./finished-href.ts";

/** Jobs that failed in the time and were not retried since, by why: each line leads to them. */
export function FailureCategories({ throughput, words }: { throughput: Throughput; words: string }) {
  const failures = failuresOf(throughput);
  const most = failures[0]?.count ?? 1;
  const { from, to } = throughput;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1_000;
  if (failures.length === 0)
    return (
      <p className="flex items-center gap-2.5 px-4 py-6 text-ink-soft">
        <StatusShape status="completed" /> Nothing that failed in the {words} is still waiting for somebody.
      </p>
    );
  return (
    <ul className="flex flex-col py-2">
      {failures.map(({ category, count }) => (
        <li key={category} className="relative px-4 py-1.5 transition-colors hover:bg-hover">
          <Link
            prefetch={false}
            href={finishedHref(["failed"], from, seconds, { category: [category] })}
            title={CATEGORY_POLICY[category].meaning}
            className="flex items-baseline justify-between gap-3 text-xs after:absolute after:inset-0"
          >
            <span className="truncate">
              {category}{" "}
              <span className="text-ink-faint max-sm:hidden">{CATEGORY_POLICY[category].meaning}</span>
            </span>
            <span className="tabular-nums">{count.toLocaleString("en")}</span>
          </Link>
          <span
            aria-hidden="true"
            className="mt-1 block h-1 rounded-full bg-failed"
            style={{ width: `${(count / most) * 100}%` }}
          />
        </li>
      ))}
    </ul>
  );
}

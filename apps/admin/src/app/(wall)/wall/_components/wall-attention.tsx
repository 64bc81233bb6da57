"use client";

import { CATEGORY_POLICY } from "@spool/contracts/app-error";
import { StatusShape } from "@spool/ui/status-mark";
import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { failedJobsQuery } from "../../../../data/jobs/glance-queries.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { useWarnings } from "../../../(console)/_components/use-warnings.ts";
import { jobTitle } from "../../../../data/jobs/stage-title.ts";

const SHOWN = 5;

/** What calls for somebody, in a band that is there only then. */
export function WallAttention() {
  const warnings = useWarnings();
  const { data: jobs } = useQuery(failedJobsQuery(useSupabase()));
  const failed = jobs?.filter(({ status }) => status === "failed") ?? [];
  const shownWarnings = warnings.slice(0, SHOWN);
  const shownFailed = failed.slice(0, Math.max(0, SHOWN - shownWarnings.length));
  if (jobs !== undefined && shownWarnings.length + shownFailed.length === 0) {
    return (
      <p className="flex items-center gap-[0.6em] text-[1.2em] text-ink-soft">
        <StatusShape status="completed" className="size-[1.1em]" /> All is well.
      </p>
    );
  }
  return (
    <section>
      <h2 className="pb-[0.4em] text-ink-soft">Needs somebody</h2>
      <ul className="flex flex-col gap-[0.35em]">
        {shownWarnings.map(({ sentence }) => (
          <li key={sentence} className="flex items-baseline gap-[0.6em] text-attention">
            <TriangleAlert aria-hidden="true" className="size-[0.9em] shrink-0 translate-y-[0.1em]" />
            <span className="line-clamp-2">{sentence}</span>
          </li>
        ))}
        {shownFailed.map((job) => (
          <li key={job.id} className="flex min-w-0 items-center gap-[0.6em]">
            <StatusShape status="failed" className="size-[0.9em]" />
            <span className="truncate">{jobTitle(job)}</span>
            <span
              className="ml-auto shrink-0 text-[0.8em] text-ink-faint"
              title={CATEGORY_POLICY[job.error_category ?? "UNKNOWN"].meaning}
            >
              {job.error_category ?? "UNKNOWN"}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

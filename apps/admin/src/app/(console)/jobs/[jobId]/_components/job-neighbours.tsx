"use client";

import { IconButton } from "@spool/ui/button";
import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import Link from "next/link";
import { loadJobFilter } from "../../../../../data/jobs/job-filter.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { neighboursQuery, type Neighbour } from "../../../../../data/jobs/neighbours-query.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";

interface JobNeighboursProps {
  job: Job;
  /** The filter of the list that the reader came from. */
  search: string;
}

/** The ways to the job above and to the one below in the list. */
export function JobNeighbours({ job, search }: JobNeighboursProps) {
  const { data } = useQuery(neighboursQuery(useSupabase(), loadJobFilter(new URLSearchParams(search)), job));
  return (
    <nav aria-label="In the list" className="flex">
      <Way to={data?.above ?? null} label="Job above in the list" Icon={ChevronUp} />
      <Way to={data?.below ?? null} label="Job below in the list" Icon={ChevronDown} />
    </nav>
  );
}

function Way({ to, label, Icon }: { to: Neighbour | null; label: string; Icon: typeof ChevronUp }) {
  const picture = <Icon aria-hidden="true" className="size-4" />;
  if (to === null) {
    return (
      <IconButton label={label} disabled>
        {picture}
      </IconButton>
    );
  }
  return (
    <IconButton label={`${label}: ${to.title}`} asChild>
      <Link prefetch={false} href={`/jobs/${to.id}`}>
        {picture}
      </Link>
    </IconButton>
  );
}

import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { loadJobFilter } from "../../../data/jobs/job-filter.ts";
import { jobsQuery } from "../../../data/jobs/jobs-query.ts";
import { nodesQuery } from "../../../data/nodes/nodes-query.ts";
import { queueStatsQuery } from "../../../data/stats/queue-stats-query.ts";
import { Prefetched } from "../../../lib/prefetched.tsx";
import { PageHeader } from "../_components/page-header.tsx";
import { JobsList } from "./_components/jobs-list.tsx";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filter = await loadJobFilter(searchParams);
  return (
    <Prefetched
      queries={(client, supabase) => [
        client.infiniteQuery(jobsQuery(supabase, filter)),
        client.query(queueStatsQuery(supabase)),
        client.query(nodesQuery(supabase)),
      ]}
    >
      <PageHeader title="Jobs" />
      <JobsList />
    </Prefetched>
  );
}

import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { failedJobsQuery, finishedJobsQuery, runningJobsQuery } from "../../data/jobs/glance-queries.ts";
import { nodesQuery } from "../../data/nodes/nodes-query.ts";
import { queuesQuery } from "../../data/queues/queues-query.ts";
import { queueStatsQuery } from "../../data/stats/queue-stats-query.ts";
import { loadRange, throughputQuery } from "../../data/stats/throughput-query.ts";
import { Prefetched } from "../../lib/prefetched.tsx";
import { Overview } from "./_components/overview.tsx";
import { PageHeader } from "./_components/page-header.tsx";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { range } = await loadRange(searchParams);
  return (
    <Prefetched
      queries={(client, supabase) => [
        client.query(queueStatsQuery(supabase)),
        client.query(runningJobsQuery(supabase)),
        client.query(failedJobsQuery(supabase)),
        client.query(finishedJobsQuery(supabase)),
        client.query(nodesQuery(supabase)),
        client.query(queuesQuery(supabase)),
        client.query(throughputQuery(supabase, range)),
      ]}
    >
      <PageHeader title="Overview" />
      <Overview />
    </Prefetched>
  );
}

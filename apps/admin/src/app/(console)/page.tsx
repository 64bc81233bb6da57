import type { Metadata } from "next";
import { failedJobsQuery, finishedJobsQuery, runningJobsQuery } from "../../data/jobs/glance-queries.ts";
import { nodesQuery } from "../../data/nodes/nodes-query.ts";
import { queuesQuery } from "../../data/queues/queues-query.ts";
import { queueStatsQuery } from "../../data/stats/queue-stats-query.ts";
import { Prefetched } from "../../lib/prefetched.tsx";
import { Overview } from "./_components/overview.tsx";
import { PageHeader } from "./_components/page-header.tsx";

export const metadata: Metadata = { title: "Overview" };

export default function OverviewPage() {
  return (
    <Prefetched
      queries={(client, supabase) => [
        client.query(queueStatsQuery(supabase)),
        client.query(runningJobsQuery(supabase)),
        client.query(failedJobsQuery(supabase)),
        client.query(finishedJobsQuery(supabase)),
        client.query(nodesQuery(supabase)),
        client.query(queuesQuery(supabase)),
      ]}
    >
      <PageHeader title="Overview" />
      <Overview />
    </Prefetched>
  );
}

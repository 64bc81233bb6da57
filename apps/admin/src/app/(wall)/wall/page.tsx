import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { failedJobsQuery, runningJobsQuery } from "../../../data/jobs/glance-queries.ts";
import { nodesQuery } from "../../../data/nodes/nodes-query.ts";
import { queuesQuery } from "../../../data/queues/queues-query.ts";
import { queueStatsQuery } from "../../../data/stats/queue-stats-query.ts";
import { loadRange, throughputQuery } from "../../../data/stats/throughput-query.ts";
import { Prefetched } from "../../../lib/prefetched.tsx";
import { Wall } from "./_components/wall.tsx";

export const metadata: Metadata = { title: "Wall" };

export default async function WallPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { range } = await loadRange(searchParams);
  return (
    <Prefetched
      queries={(client, supabase) => [
        client.query(queueStatsQuery(supabase)),
        client.query(runningJobsQuery(supabase)),
        client.query(failedJobsQuery(supabase)),
        client.query(nodesQuery(supabase)),
        client.query(queuesQuery(supabase)),
        client.query(throughputQuery(supabase, range)),
      ]}
    >
      <Wall />
    </Prefetched>
  );
}

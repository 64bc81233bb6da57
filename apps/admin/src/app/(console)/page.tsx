import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { failedJobsQuery, finishedJobsQuery, runningJobsQuery } from "../../data/jobs/glance-queries.ts";
import { nodesQuery } from "../../data/nodes/nodes-query.ts";
import { queuesQuery } from "../../data/queues/queues-query.ts";
import { queueStatsQuery } from "../../data/stats/queue-stats-query.ts";
import { createQueryClient } from "../../lib/query-client.ts";
import { supabaseServer } from "../../lib/supabase-server.ts";
import { Overview } from "./_components/overview.tsx";
import { PageHeader } from "./_components/page-header.tsx";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  const supabase = await supabaseServer();
  const queryClient = createQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(queueStatsQuery(supabase)),
    queryClient.prefetchQuery(runningJobsQuery(supabase)),
    queryClient.prefetchQuery(failedJobsQuery(supabase)),
    queryClient.prefetchQuery(finishedJobsQuery(supabase)),
    queryClient.prefetchQuery(nodesQuery(supabase)),
    queryClient.prefetchQuery(queuesQuery(supabase)),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title="Overview" />
      <Overview />
    </HydrationBoundary>
  );
}

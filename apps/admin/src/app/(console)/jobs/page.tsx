import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { loadJobFilter } from "../../../data/jobs/job-filter.ts";
import { jobsQuery } from "../../../data/jobs/jobs-query.ts";
import { nodesQuery } from "../../../data/nodes/nodes-query.ts";
import { queueStatsQuery } from "../../../data/stats/queue-stats-query.ts";
import { createQueryClient } from "../../../lib/query-client.ts";
import { supabaseServer } from "../../../lib/supabase-server.ts";
import { PageHeader } from "../_components/page-header.tsx";
import { JobsList } from "./_components/jobs-list.tsx";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filter = await loadJobFilter(searchParams);
  const supabase = await supabaseServer();
  const queryClient = createQueryClient();
  await Promise.all([
    queryClient.prefetchInfiniteQuery(jobsQuery(supabase, filter)),
    queryClient.prefetchQuery(queueStatsQuery(supabase)),
    queryClient.prefetchQuery(nodesQuery(supabase)),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title="Jobs" />
      <JobsList />
    </HydrationBoundary>
  );
}

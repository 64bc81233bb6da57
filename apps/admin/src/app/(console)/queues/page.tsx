import { QUEUES } from "@spool/contracts/job-states";
import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { nextInQueueQuery } from "../../../data/jobs/next-in-queue-query.ts";
import { queuesQuery } from "../../../data/queues/queues-query.ts";
import { queueStatsQuery } from "../../../data/stats/queue-stats-query.ts";
import { createQueryClient } from "../../../lib/query-client.ts";
import { supabaseServer } from "../../../lib/supabase-server.ts";
import { PageHeader } from "../_components/page-header.tsx";
import { QueueColumn } from "./_components/queue-column.tsx";

export const metadata: Metadata = { title: "Queues" };

export default async function QueuesPage() {
  const supabase = await supabaseServer();
  const queryClient = createQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(queuesQuery(supabase)),
    queryClient.prefetchQuery(queueStatsQuery(supabase)),
    ...QUEUES.map((queue) => queryClient.prefetchQuery(nextInQueueQuery(supabase, queue))),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title="Queues" />
      <main className="grid items-start gap-4 p-4 sm:p-6 lg:grid-cols-3">
        {QUEUES.map((queue) => (
          <QueueColumn key={queue} queue={queue} />
        ))}
      </main>
    </HydrationBoundary>
  );
}

import { QUEUES } from "@spool/contracts/job-states";
import type { Metadata } from "next";
import { nextInQueueQuery } from "../../../data/jobs/next-in-queue-query.ts";
import { queuesQuery } from "../../../data/queues/queues-query.ts";
import { queueStatsQuery } from "../../../data/stats/queue-stats-query.ts";
import { Prefetched } from "../../../lib/prefetched.tsx";
import { PageHeader } from "../_components/page-header.tsx";
import { QueueColumn } from "./_components/queue-column.tsx";

export const metadata: Metadata = { title: "Queues" };

export default function QueuesPage() {
  return (
    <Prefetched
      queries={(client, supabase) => [
        client.query(queuesQuery(supabase)),
        client.query(queueStatsQuery(supabase)),
        ...QUEUES.map((queue) => client.query(nextInQueueQuery(supabase, queue))),
      ]}
    >
      <PageHeader title="Queues" />
      <main className="grid items-start gap-4 p-4 sm:p-6 lg:grid-cols-3">
        {QUEUES.map((queue) => (
          <QueueColumn key={queue} queue={queue} />
        ))}
      </main>
    </Prefetched>
  );
}

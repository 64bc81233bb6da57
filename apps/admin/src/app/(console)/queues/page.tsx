import { QUEUES } from "@spool/contracts/job-states";
import type { Metadata } from "next";
import { projectsQuery } from "../../../data/projects/projects-query.ts";
import { queueOrderQuery } from "../../../data/queues/queue-order-query.ts";
import { queuesQuery } from "../../../data/queues/queues-query.ts";
import { schedulingQuery } from "../../../data/queues/scheduling-query.ts";
import { minutesQuery } from "../../../data/stats/minutes-query.ts";
import { queueStatsQuery } from "../../../data/stats/queue-stats-query.ts";
import { Prefetched } from "../../../lib/prefetched.tsx";
import { PageHeader } from "../_components/page-header.tsx";
import { FIRST_SHOWN_JOBS } from "./_components/lines.ts";
import { QueuesBoard } from "./_components/queues-board.tsx";
import { SchedulingPanel } from "./_components/scheduling-panel.tsx";

export const metadata: Metadata = { title: "Queues" };

export default function QueuesPage() {
  return (
    <Prefetched
      queries={(client, supabase) => [
        client.query(queuesQuery(supabase)),
        client.query(queueStatsQuery(supabase)),
        client.query(minutesQuery(supabase)),
        client.query(schedulingQuery(supabase)),
        client.query(projectsQuery(supabase)),
        ...QUEUES.map((queue) => client.query(queueOrderQuery(supabase, queue, FIRST_SHOWN_JOBS))),
      ]}
    >
      <PageHeader title="Queues" />
      <main className="flex flex-col gap-6 p-4 sm:p-6">
        <QueuesBoard />
        <SchedulingPanel />
      </main>
    </Prefetched>
  );
}

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { allRunningJobsQuery } from "../../../../data/jobs/glance-queries.ts";
import { nodeAttemptsQuery } from "../../../../data/nodes/node-attempts-query.ts";
import { nodesQuery } from "../../../../data/nodes/nodes-query.ts";
import { schedulingQuery } from "../../../../data/queues/scheduling-query.ts";
import { sitesQuery } from "../../../../data/sites/sites-query.ts";
import { Prefetched } from "../../../../lib/prefetched.tsx";
import { NodeView } from "./_components/node-view.tsx";

export const metadata: Metadata = { title: "Node" };

export default async function NodePage({ params }: { params: Promise<{ nodeId: string }> }) {
  const { nodeId } = await params;
  if (!z.guid().safeParse(nodeId).success) notFound();
  return (
    <Prefetched
      queries={(client, supabase) => [
        client.query(nodesQuery(supabase)),
        client.query(nodeAttemptsQuery(supabase, nodeId)),
        client.query(allRunningJobsQuery(supabase)),
        client.query(sitesQuery(supabase)),
        client.query(schedulingQuery(supabase)),
      ]}
    >
      <NodeView key={nodeId} nodeId={nodeId} />
    </Prefetched>
  );
}

import type { Metadata } from "next";
import { allRunningJobsQuery } from "../../../data/jobs/glance-queries.ts";
import { nodesQuery } from "../../../data/nodes/nodes-query.ts";
import { Prefetched } from "../../../lib/prefetched.tsx";
import { PageHeader } from "../_components/page-header.tsx";
import { NodesList } from "./_components/nodes-list.tsx";

export const metadata: Metadata = { title: "Nodes" };

export default function NodesPage() {
  return (
    <Prefetched
      queries={(client, supabase) => [
        client.query(nodesQuery(supabase)),
        client.query(allRunningJobsQuery(supabase)),
      ]}
    >
      <PageHeader title="Nodes" />
      <NodesList />
    </Prefetched>
  );
}

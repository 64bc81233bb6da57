import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { nodesQuery } from "../../../data/nodes/nodes-query.ts";
import { createQueryClient } from "../../../lib/query-client.ts";
import { supabaseServer } from "../../../lib/supabase-server.ts";
import { PageHeader } from "../_components/page-header.tsx";
import { NodesList } from "./_components/nodes-list.tsx";

export const metadata: Metadata = { title: "Nodes" };

export default async function NodesPage() {
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery(nodesQuery(await supabaseServer()));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title="Nodes" />
      <NodesList />
    </HydrationBoundary>
  );
}

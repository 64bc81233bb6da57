import type { Metadata } from "next";
import { nodesQuery } from "../../../data/nodes/nodes-query.ts";
import { sitesQuery } from "../../../data/sites/sites-query.ts";
import { Prefetched } from "../../../lib/prefetched.tsx";
import { PageHeader } from "../_components/page-header.tsx";
import { SitesView } from "./_components/sites-view.tsx";

export const metadata: Metadata = { title: "Sites" };

export default function SitesPage() {
  return (
    <Prefetched
      queries={(client, supabase) => [client.query(sitesQuery(supabase)), client.query(nodesQuery(supabase))]}
    >
      <PageHeader title="Sites" />
      <SitesView />
    </Prefetched>
  );
}

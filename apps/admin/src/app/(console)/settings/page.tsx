import type { Metadata } from "next";
import { projectsQuery } from "../../../data/projects/projects-query.ts";
import { Prefetched } from "../../../lib/prefetched.tsx";
import { PageHeader } from "../_components/page-header.tsx";
import { SettingsView } from "./_components/settings-view.tsx";

export const metadata: Metadata = { title: "Settings" };

export default function SettingsPage() {
  return (
    <Prefetched queries={(client, supabase) => [client.query(projectsQuery(supabase))]}>
      <PageHeader title="Settings" />
      <SettingsView />
    </Prefetched>
  );
}

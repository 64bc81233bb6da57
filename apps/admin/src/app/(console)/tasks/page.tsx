import type { Metadata } from "next";
import { schedulesQuery } from "../../../data/schedules/schedules-query.ts";
import { jobTypesQuery } from "../../../data/tasks/job-types-query.ts";
import { Prefetched } from "../../../lib/prefetched.tsx";
import { PageHeader } from "../_components/page-header.tsx";
import { TasksView } from "./_components/tasks-view.tsx";

export const metadata: Metadata = { title: "Tasks" };

export default function TasksPage() {
  return (
    <Prefetched
      queries={(client, supabase) => [
        client.query(jobTypesQuery(supabase)),
        client.query(schedulesQuery(supabase)),
      ]}
    >
      <PageHeader title="Tasks" />
      <TasksView />
    </Prefetched>
  );
}

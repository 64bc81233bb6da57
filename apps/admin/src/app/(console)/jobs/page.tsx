import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { loadJobFilter, loadJobsPlace } from "../../../data/jobs/job-filter.ts";
import { keyAt } from "../../../data/jobs/job-key.ts";
import { beginOutline } from "../../../data/jobs/job-outline.ts";
import { jobPageQuery } from "../../../data/jobs/job-page-query.ts";
import { nodesQuery } from "../../../data/nodes/nodes-query.ts";
import { queueStatsQuery } from "../../../data/stats/queue-stats-query.ts";
import { Prefetched } from "../../../lib/prefetched.tsx";
import { PageHeader } from "../_components/page-header.tsx";
import { JobsList } from "./_components/jobs-list.tsx";
import { LOOK_COOKIE, readLook } from "./_components/table-columns.ts";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filter = await loadJobFilter(searchParams);
  const { at } = await loadJobsPlace(searchParams);
  const look = readLook((await cookies()).get(LOOK_COOKIE)?.value);
  const { spans } = beginOutline(at === null ? null : keyAt(at));
  return (
    <Prefetched
      queries={(client, supabase) => [
        ...spans.map((span) => client.query(jobPageQuery(supabase, filter, at, span))),
        client.query(queueStatsQuery(supabase)),
        client.query(nodesQuery(supabase)),
      ]}
    >
      <PageHeader title="Jobs" />
      <JobsList rememberedLook={look} />
    </Prefetched>
  );
}

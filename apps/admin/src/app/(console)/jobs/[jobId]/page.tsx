import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import {
  attemptsQuery,
  eventsQuery,
  filesQuery,
  logsQuery,
  stagesQuery,
} from "../../../../data/job-activity/activity-queries.ts";
import { jobQuery } from "../../../../data/jobs/job-query.ts";
import { transitionsQuery } from "../../../../data/jobs/transitions-query.ts";
import { nodesQuery } from "../../../../data/nodes/nodes-query.ts";
import { Prefetched } from "../../../../lib/prefetched.tsx";
import { JobView } from "./_components/job-view.tsx";

export const metadata: Metadata = { title: "Job" };

export default async function JobPage({ params }: { params: Promise<{ jobId: string }> }) {
  const { jobId } = await params;
  if (!z.guid().safeParse(jobId).success) notFound();
  return (
    <Prefetched
      queries={(client, supabase) => [
        client.query(jobQuery(supabase, jobId)),
        client.query(stagesQuery(supabase, jobId)),
        client.query(attemptsQuery(supabase, jobId)),
        client.query(eventsQuery(supabase, jobId)),
        client.query(logsQuery(supabase, jobId)),
        client.query(filesQuery(supabase, jobId)),
        client.query(nodesQuery(supabase)),
        client.query(transitionsQuery(supabase)),
      ]}
    >
      <JobView key={jobId} jobId={jobId} />
    </Prefetched>
  );
}

import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
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
import { nodesQuery } from "../../../../data/nodes/nodes-query.ts";
import { createQueryClient } from "../../../../lib/query-client.ts";
import { supabaseServer } from "../../../../lib/supabase-server.ts";
import { JobView } from "./_components/job-view.tsx";

export const metadata: Metadata = { title: "Job" };

export default async function JobPage({ params }: { params: Promise<{ jobId: string }> }) {
  const { jobId } = await params;
  if (!z.uuid().safeParse(jobId).success) notFound();
  const supabase = await supabaseServer();
  const queryClient = createQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(jobQuery(supabase, jobId)),
    queryClient.prefetchQuery(stagesQuery(supabase, jobId)),
    queryClient.prefetchQuery(attemptsQuery(supabase, jobId)),
    queryClient.prefetchQuery(eventsQuery(supabase, jobId)),
    queryClient.prefetchQuery(logsQuery(supabase, jobId)),
    queryClient.prefetchQuery(filesQuery(supabase, jobId)),
    queryClient.prefetchQuery(nodesQuery(supabase)),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <JobView key={jobId} jobId={jobId} />
    </HydrationBoundary>
  );
}

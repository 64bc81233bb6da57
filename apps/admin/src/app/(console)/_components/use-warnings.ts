"use client";

import { useQuery } from "@tanstack/react-query";
import { silentJobsQuery } from "../../../data/jobs/glance-queries.ts";
import { isRunning } from "../../../data/jobs/job-row.ts";
import { nodesQuery } from "../../../data/nodes/nodes-query.ts";
import { queuesQuery } from "../../../data/queues/queues-query.ts";
import { sitesQuery } from "../../../data/sites/sites-query.ts";
import { queueStatsQuery } from "../../../data/stats/queue-stats-query.ts";
import { useSupabase } from "../../../lib/supabase-browser.tsx";
import { useNowMs } from "../../../time/clock.tsx";
import { SILENT_SECONDS, warningsOf, type Warning } from "./attention.ts";

/** What calls for somebody now, the worst first. */
export function useWarnings(): Warning[] {
  const supabase = useSupabase();
  const nowMs = useNowMs();
  const { data: nodes } = useQuery(nodesQuery(supabase));
  const { data: queues } = useQuery(queuesQuery(supabase));
  const { data: sites } = useQuery(sitesQuery(supabase));
  const { data: stats } = useQuery(queueStatsQuery(supabase));
  const { data: silentJobs } = useQuery(silentJobsQuery(supabase, SILENT_SECONDS));
  return warningsOf({ nodes, queues, sites, stats, silentJobs: silentJobs?.filter(isRunning) }, nowMs);
}

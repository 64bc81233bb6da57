"use client";

import { cn } from "@spool/ui/class-names";
import { EmptyState, Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { JobRow } from "../../../../data/jobs/job-row.ts";
import { allRunningJobsQuery } from "../../../../data/jobs/glance-queries.ts";
import { jobTitle } from "../../../../data/jobs/stage-title.ts";
import { nodesQuery, type Node } from "../../../../data/nodes/nodes-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { TimeAgo } from "../../../../time/time-ago.tsx";
import { JobProgress } from "../../_components/job-progress.tsx";
import { NodeState, SlotMeter } from "../../_components/node-figures.tsx";
import { QueryError } from "../../_components/query-error.tsx";
import { DrainButton } from "./drain-button.tsx";
import { DrainWords } from "./drain-words.tsx";
import { CpuMeter, MemoryMeter } from "./node-meters.tsx";
import { capabilityWords } from "./node-words.ts";

/** Every node: what it can do, how busy it is, what runs on it, when it was last heard of. */
export function NodesList() {
  const supabase = useSupabase();
  const { data: nodes, error, refetch } = useQuery(nodesQuery(supabase));
  const { data: running } = useQuery(allRunningJobsQuery(supabase));
  return (
    <main className="p-4 sm:p-6">
      {nodes === undefined ? (
        error === null ? (
          <Skeleton className="h-64 w-full" />
        ) : (
          <QueryError what="The nodes" error={error} onRetry={refetch} />
        )
      ) : nodes.length === 0 ? (
        <div className="rounded-lg border bg-surface">
          <EmptyState>No node has registered yet. Start a worker, and it appears here.</EmptyState>
        </div>
      ) : (
        <ul className="divide-y rounded-lg border bg-surface">
          {nodes.map((node) => (
            <NodeRow
              key={node.id}
              node={node}
              jobs={running?.filter(({ node_id }) => node_id === node.id) ?? []}
            />
          ))}
        </ul>
      )}
    </main>
  );
}

function NodeRow({ node, jobs }: { node: Node; jobs: readonly JobRow[] }) {
  const isOffline = node.status === "offline";
  return (
    <li data-node={node.name} className={cn("px-4 py-3", node.drained_at !== null && "hatched")}>
      <div className="grid items-center gap-x-6 gap-y-2 lg:grid-cols-[5rem_minmax(0,1fr)_7rem_8rem_9rem_7rem_5.5rem]">
        <NodeState status={node.status} />
        <div className="min-w-0">
          <Link
            prefetch={false}
            href={`/nodes/${node.id}`}
            className={cn("block truncate font-medium hover:underline", isOffline && "text-ink-soft")}
          >
            {node.name}
          </Link>
          <p className="truncate text-xs text-ink-faint">{capabilityWords(node)}</p>
        </div>
        {isOffline ? (
          <span className="text-xs text-ink-faint lg:col-span-3">offline</span>
        ) : (
          <>
            <span className="text-xs text-ink-soft">
              <SlotMeter busy={node.busy_slots} slots={node.slots} />
            </span>
            <CpuMeter node={node} />
            <MemoryMeter node={node} />
          </>
        )}
        <span className="text-xs text-ink-faint lg:text-right">
          {isOffline ? "since " : "heard of "}
          <TimeAgo at={node.heartbeat_at} isPast />
        </span>
        <DrainButton
          node={node}
          className="justify-self-start max-lg:border max-lg:border-edge lg:justify-self-end"
        />
      </div>
      {node.drained_at !== null && (
        <p className="mt-2 text-xs lg:ml-26">
          <DrainWords node={node} />
        </p>
      )}
      {jobs.length > 0 && (
        <ul className="mt-2 grid gap-x-6 gap-y-1 lg:ml-26 xl:grid-cols-2">
          {jobs.map((job) => (
            <li key={job.id} className="flex h-7 min-w-0 items-center gap-4 text-xs">
              <Link
                prefetch={false}
                href={`/jobs/${job.id}`}
                className="min-w-0 flex-1 truncate hover:underline"
              >
                {jobTitle(job)}
              </Link>
              <JobProgress job={job} className="w-52 shrink-0 max-sm:w-40" />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

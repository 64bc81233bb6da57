"use client";

import { Button } from "@spool/ui/button";
import { EmptyState, Skeleton } from "@spool/ui/notice";
import { Panel } from "@spool/ui/panel";
import { useQuery } from "@tanstack/react-query";
import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { allRunningJobsQuery } from "../../../../../data/jobs/glance-queries.ts";
import { jobTitle } from "../../../../../data/jobs/stage-title.ts";
import { nodesQuery, type Node } from "../../../../../data/nodes/nodes-query.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { JobProgress } from "../../../_components/job-progress.tsx";
import { NodeState, SlotMeter } from "../../../_components/node-figures.tsx";
import { PageHeader } from "../../../_components/page-header.tsx";
import { QueryError } from "../../../_components/query-error.tsx";
import { DrainButton } from "../../_components/drain-button.tsx";
import { DrainWords } from "../../_components/drain-words.tsx";
import { CpuMeter, MemoryMeter } from "../../_components/node-meters.tsx";
import { NodeCapabilities } from "./node-capabilities.tsx";
import { NodeHistory } from "./node-history.tsx";

export function NodeView({ nodeId }: { nodeId: string }) {
  const { data: nodes, error, refetch } = useQuery(nodesQuery(useSupabase()));
  const node = nodes?.find(({ id }) => id === nodeId);
  return (
    <>
      <PageHeader
        title={node?.name ?? "Node"}
        isLongTitle
        before={
          <Link
            prefetch={false}
            href="/nodes"
            aria-label="All nodes"
            className="-ml-2 grid size-8 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
          >
            <ChevronLeft aria-hidden="true" className="size-4" />
          </Link>
        }
      />
      <main className="p-4 sm:p-6">
        {nodes === undefined ? (
          error === null ? (
            <Skeleton className="h-64 w-full" />
          ) : (
            <QueryError what="The node" error={error} onRetry={refetch} />
          )
        ) : node === undefined ? (
          <div className="rounded-lg border bg-surface">
            <EmptyState
              action={
                <Button asChild>
                  <Link prefetch={false} href="/nodes">
                    All nodes
                  </Link>
                </Button>
              }
            >
              There is no such node any more. One that was offline for long is forgotten.
            </EmptyState>
          </div>
        ) : (
          <NodePanels node={node} />
        )}
      </main>
    </>
  );
}

function NodePanels({ node }: { node: Node }) {
  const isOffline = node.status === "offline";
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-8 gap-y-3 px-1">
        <NodeState status={node.status} />
        {!isOffline && (
          <>
            <span className="text-xs text-ink-soft">
              <SlotMeter busy={node.busy_slots} slots={node.slots} />
            </span>
            <div className="w-36">
              <CpuMeter node={node} />
            </div>
            <div className="w-40">
              <MemoryMeter node={node} />
            </div>
          </>
        )}
        <DrainButton node={node} className="ml-auto border border-edge" />
      </div>
      {node.drained_at !== null && (
        <p className="hatched rounded-lg border px-4 py-2.5">
          <DrainWords node={node} />
        </p>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <NodeCapabilities node={node} />
        <div className="flex min-w-0 flex-col gap-4">
          <RunsNow node={node} />
          <NodeHistory nodeId={node.id} />
        </div>
      </div>
    </div>
  );
}

function RunsNow({ node }: { node: Node }) {
  const { data: running } = useQuery(allRunningJobsQuery(useSupabase()));
  const jobs = running?.filter(({ node_id }) => node_id === node.id) ?? [];
  const unseen = Math.max(0, node.busy_slots - jobs.length);
  return (
    <Panel title="Runs now">
      {jobs.length === 0 && unseen === 0 && <p className="px-4 py-5 text-ink-soft">Nothing.</p>}
      <ul className="divide-y">
        {jobs.map((job) => (
          <li key={job.id} className="relative flex h-10 items-center gap-4 px-4 hover:bg-hover">
            <Link
              prefetch={false}
              href={`/jobs/${job.id}`}
              className="min-w-0 flex-1 truncate after:absolute after:inset-0"
            >
              {jobTitle(job)}
            </Link>
            <JobProgress job={job} className="w-60 shrink-0 text-xs max-sm:w-40" />
          </li>
        ))}
      </ul>
      {unseen > 0 && running !== undefined && (
        <p className="border-t px-4 py-2 text-xs text-ink-faint first:border-t-0">
          {unseen} of projects that you do not belong to, or about to start or end
        </p>
      )}
    </Panel>
  );
}

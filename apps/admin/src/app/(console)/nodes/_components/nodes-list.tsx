"use client";

import { cn } from "@spool/ui/class-names";
import { EmptyState, Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import { nodesQuery, type Node } from "../../../../data/nodes/nodes-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { TimeAgo } from "../../../../time/time-ago.tsx";
import { NodeLoad, NodeState, SlotMeter } from "../../_components/node-figures.tsx";
import { QueryError } from "../../_components/query-error.tsx";

const MEGABYTES_PER_GIGABYTE = 1_024;

/** Every node that ever registered: what it can do, how busy it is, when it was last heard of. */
export function NodesList() {
  const { data: nodes, error, refetch } = useQuery(nodesQuery(useSupabase()));
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
            <NodeRow key={node.id} node={node} />
          ))}
        </ul>
      )}
    </main>
  );
}

function NodeRow({ node }: { node: Node }) {
  const isOffline = node.status === "offline";
  return (
    <li className="grid gap-x-6 gap-y-1 px-4 py-3 sm:grid-cols-[5rem_minmax(0,1fr)_auto] sm:items-center">
      <NodeState status={node.status} />
      <div className="min-w-0">
        <p className={cn("truncate font-medium", isOffline && "text-ink-soft")}>{node.name}</p>
        <p className="truncate text-xs text-ink-faint">{capabilities(node)}</p>
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1 text-xs text-ink-soft tabular-nums">
        {!isOffline && (
          <>
            <SlotMeter busy={node.busy_slots} slots={node.slots} />
            <NodeLoad node={node} />
            {memoryWords(node)}
          </>
        )}
        <span className="sm:w-32 sm:text-right">
          heard of <TimeAgo at={node.heartbeat_at} />
        </span>
      </div>
    </li>
  );
}

function capabilities(node: Node): string {
  const gpus = Array.isArray(node.gpus) ? node.gpus.length : 0;
  return [
    node.hostname,
    node.cpu_cores === null ? null : `${node.cpu_cores} cores`,
    gpus === 0 ? null : `${gpus} ${gpus === 1 ? "GPU" : "GPUs"}`,
    node.renderers.length === 0 ? null : node.renderers.join(", "),
    node.version === null ? null : `version ${node.version}`,
  ]
    .filter((part) => part !== null && part !== "")
    .join(" · ");
}

function memoryWords({ memory_free_mb: freeMb, memory_total_mb: totalMb }: Node): string | null {
  if (freeMb === null || totalMb === null) return null;
  const gigabytes = (megabytes: number) => (megabytes / MEGABYTES_PER_GIGABYTE).toFixed(1);
  return `${gigabytes(freeMb)} of ${gigabytes(totalMb)} GB free`;
}

"use client";

import { Skeleton } from "@spool/ui/notice";
import { Panel } from "@spool/ui/panel";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { nodesQuery } from "../../../data/nodes/nodes-query.ts";
import { useSupabase } from "../../../lib/supabase-browser.tsx";
import { NodeLoad, NodeState, SlotMeter } from "./node-figures.tsx";

const SHOWN_NODES = 6;

export function NodesPanel() {
  const { data: nodes } = useQuery(nodesQuery(useSupabase()));
  const up = nodes?.filter(({ status }) => status !== "offline") ?? [];
  return (
    <Panel
      title="Nodes"
      aside={
        <Link prefetch={false} href="/nodes" className="text-xs text-ink-soft hover:text-ink">
          all nodes
        </Link>
      }
    >
      {nodes === undefined ? (
        <Skeleton className="m-4 h-16" />
      ) : up.length === 0 ? (
        <p className="px-4 py-6 text-ink-soft">No node is up. Jobs wait until a worker starts.</p>
      ) : (
        <ul className="divide-y">
          {up.slice(0, SHOWN_NODES).map((node) => (
            <li
              key={node.id}
              className="relative flex h-9 items-center gap-2 px-4 transition-colors hover:bg-hover"
            >
              <NodeState status={node.status} />
              <Link
                prefetch={false}
                href={`/nodes/${node.id}`}
                className="min-w-0 truncate after:absolute after:inset-0"
              >
                {node.name}
              </Link>
              <span className="ml-auto flex shrink-0 items-center gap-2 text-xs text-ink-soft">
                <SlotMeter busy={node.busy_slots} slots={node.slots} />
                {/* As wide as "load 12.5 / 16", so that the meters stand in one line. */}
                <span className="w-20 text-right">
                  <NodeLoad node={node} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

"use client";

import { cn } from "@spool/ui/class-names";
import { Panel } from "@spool/ui/panel";
import { useQuery } from "@tanstack/react-query";
import { gpusOf } from "../../../../../data/nodes/gpus.ts";
import type { Node } from "../../../../../data/nodes/nodes-query.ts";
import { sitesQuery } from "../../../../../data/sites/sites-query.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { Elapsed, TimeAgo } from "../../../../../time/time-ago.tsx";
import { isHardwareEncoder, megabyteWords } from "../../_components/node-words.ts";
import { ReservedSlots } from "./reserved-slots.tsx";

/** What a node is and what it can do, as it said itself when it started. */
export function NodeCapabilities({ node }: { node: Node }) {
  const { data: sites } = useQuery(sitesQuery(useSupabase()));
  const gpus = gpusOf(node.gpus);
  return (
    <Panel title="What it is">
      <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-4 px-4 py-2 [&>dd]:py-1.5 [&>dd]:break-words [&>dt]:py-1.5 [&>dt]:text-ink-soft">
        {node.status === "offline" ? (
          <>
            <dt>Offline since</dt>
            <dd>
              <TimeAgo at={node.heartbeat_at} />
            </dd>
          </>
        ) : (
          <>
            <dt>Up for</dt>
            <dd>
              <Elapsed from={node.started_at} to={null} />
            </dd>
          </>
        )}
        <dt>Host</dt>
        <dd>{node.hostname === "" ? "not told" : node.hostname}</dd>
        {node.site_id !== null && (
          <>
            <dt>Site</dt>
            <dd>{sites?.find(({ id }) => id === node.site_id)?.name ?? ""}</dd>
          </>
        )}
        {node.version !== null && (
          <>
            <dt>Version</dt>
            <dd className="tabular-nums">{node.version}</dd>
          </>
        )}
        <dt>Slots</dt>
        <dd className="tabular-nums">{node.slots}</dd>
        <dt>Kept for live</dt>
        <dd>
          <ReservedSlots node={node} />
        </dd>
        {node.cpu_cores !== null && (
          <>
            <dt>Processor</dt>
            <dd className="tabular-nums">{node.cpu_cores} cores</dd>
          </>
        )}
        {node.memory_total_mb !== null && (
          <>
            <dt>Memory</dt>
            <dd className="tabular-nums">{megabyteWords(node.memory_total_mb)}</dd>
          </>
        )}
        <dt>GPU</dt>
        <dd>
          {gpus.length === 0
            ? "none"
            : gpus.map((gpu, index) => (
                <span key={index} className="block">
                  {gpu.name}
                  {gpu.memory_mb != null && (
                    <span className="text-ink-faint"> · {megabyteWords(gpu.memory_mb)}</span>
                  )}
                </span>
              ))}
        </dd>
        <dt>Renderers</dt>
        <dd>{node.renderers.length === 0 ? "none" : node.renderers.join(", ")}</dd>
        {node.ffmpeg_version !== null && (
          <>
            <dt>ffmpeg</dt>
            <dd className="tabular-nums">{node.ffmpeg_version}</dd>
          </>
        )}
        <dt>Encoders</dt>
        <dd>
          {node.encoders.length === 0 ? (
            "none"
          ) : (
            <ul className="flex flex-wrap gap-1">
              {node.encoders.map((encoder) => (
                <li
                  key={encoder}
                  title={isHardwareEncoder(encoder) ? "in hardware" : undefined}
                  className={cn(
                    "rounded-sm border px-1.5 font-mono text-2xs leading-5",
                    isHardwareEncoder(encoder) ? "border-edge text-ink" : "text-ink-soft",
                  )}
                >
                  {encoder}
                </li>
              ))}
            </ul>
          )}
        </dd>
      </dl>
    </Panel>
  );
}

"use client";

import { cn } from "@spool/ui/class-names";
import { MovingNumber } from "@spool/ui/moving-number";
import { useQuery } from "@tanstack/react-query";
import { apiMessage } from "../../../../data/api-message.ts";
import { nodesQuery } from "../../../../data/nodes/nodes-query.ts";
import { queueStatsQuery } from "../../../../data/stats/queue-stats-query.ts";
import type { Range } from "../../../../data/stats/throughput-query.ts";
import type { Throughput } from "../../../../data/stats/throughput.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { formatDuration } from "../../../../time/format-duration.ts";

/** The few numbers that are worth reading from the door. */
export function WallFigures({ throughput, range }: { throughput: Throughput | undefined; range: Range }) {
  const supabase = useSupabase();
  const { data: stats, error } = useQuery(queueStatsQuery(supabase));
  const { data: nodes } = useQuery(nodesQuery(supabase));
  if (stats === undefined)
    return (
      <p className="text-[1.6em] text-failed">
        {error === null ? " " : `The counts could not be loaded: ${apiMessage(error)}`}
      </p>
    );
  const up = nodes?.filter(({ status }) => status !== "offline") ?? [];
  const p95 = throughput?.run_p95_seconds ?? null;
  return (
    <ul className="flex flex-wrap justify-between gap-x-[1.6em] gap-y-[0.8em]">
      <Figure label="running" tone={stats.processing > 0 ? "text-lamp" : "text-ink-faint"}>
        <MovingNumber value={stats.processing + stats.assigned} />
      </Figure>
      <Figure label="waiting">
        <MovingNumber value={stats.queued + stats.pending} />
      </Figure>
      <Figure
        label={stats.failed === 1 ? "needs somebody" : "need somebody"}
        tone={stats.failed > 0 ? "text-failed" : "text-ink-faint"}
      >
        <MovingNumber value={stats.failed} />
      </Figure>
      <Figure label={`completed, ${range}`} tone="text-good">
        {throughput === undefined ? "–" : <MovingNumber value={throughput.completed} />}
      </Figure>
      <Figure label={`p95 run, ${range}`}>{p95 === null ? "–" : formatDuration(p95)}</Figure>
      <Figure label="nodes up" tone={up.length === 0 ? "text-failed" : undefined}>
        <MovingNumber value={up.length} />
        {nodes !== undefined && <span className="text-[0.5em] text-ink-faint"> of {nodes.length}</span>}
      </Figure>
    </ul>
  );
}

function Figure({
  label,
  tone,
  children,
}: {
  label: string;
  tone?: string | undefined;
  children: React.ReactNode;
}) {
  return (
    <li className="min-w-0">
      <span className={cn("block", tone)}>
        <span className="block text-[3em] leading-none font-semibold tracking-tight whitespace-nowrap tabular-nums">
          {children}
        </span>
      </span>
      <span className="mt-[0.3em] block truncate text-ink-soft">{label}</span>
    </li>
  );
}

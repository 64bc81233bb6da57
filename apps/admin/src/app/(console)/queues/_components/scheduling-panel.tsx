"use client";

import { Button } from "@spool/ui/button";
import { Skeleton } from "@spool/ui/notice";
import { Panel } from "@spool/ui/panel";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { mayOperateInstance } from "../../../../data/account/may-operate.ts";
import { schedulingQuery, type Scheduling } from "../../../../data/queues/scheduling-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { formatDuration } from "../../../../time/format-duration.ts";
import { QueryError } from "../../_components/query-error.tsx";
import { RunningLimits } from "./running-limits.tsx";
import { SchedulingDialog } from "./scheduling-dialog.tsx";

/** The rules by which waiting jobs are given to nodes, and who may change them. */
export function SchedulingPanel() {
  const { data: figures, error, refetch } = useQuery(schedulingQuery(useSupabase()));
  const mayChange = mayOperateInstance(useAccount());
  const [isEditing, setIsEditing] = useState(false);

  return (
    <Panel
      title="How nodes choose"
      aside={
        mayChange &&
        figures !== undefined && (
          <Button variant="ghost" className="-mr-2 h-7 text-xs" onClick={() => setIsEditing(true)}>
            Change the rules
          </Button>
        )
      }
    >
      <div className="grid lg:grid-cols-2 lg:divide-x">
        {figures === undefined ? (
          error === null ? (
            <Skeleton className="m-4 h-28" />
          ) : (
            <QueryError what="The rules" error={error} onRetry={refetch} />
          )
        ) : (
          <dl className="px-4 py-2">
            {rulesOf(figures).map(({ rule, value }) => (
              <div key={rule} className="flex items-baseline justify-between gap-6 py-1.5">
                <dt className="text-ink-soft">{rule}</dt>
                <dd className="text-right whitespace-nowrap tabular-nums">{value}</dd>
              </div>
            ))}
          </dl>
        )}
        <RunningLimits />
      </div>
      {figures !== undefined && (
        <SchedulingDialog figures={figures} isOpen={isEditing} onClose={() => setIsEditing(false)} />
      )}
    </Panel>
  );
}

function rulesOf(figures: Scheduling): { rule: string; value: string }[] {
  return [
    {
      rule: "Slots that every node keeps for live",
      value: figures.reserved_live_slots === 0 ? "none" : String(figures.reserved_live_slots),
    },
    {
      rule: "A waiting job rises by one priority after",
      value: figures.ageing_seconds === null ? "never" : formatDuration(figures.ageing_seconds),
    },
    {
      rule: "A node that holds the files already is preferred for",
      value: figures.affinity_seconds === 0 ? "no time" : formatDuration(figures.affinity_seconds),
    },
    {
      rule: "A node that is offline is forgotten after",
      value: formatDuration(figures.node_removed_after_seconds),
    },
  ];
}

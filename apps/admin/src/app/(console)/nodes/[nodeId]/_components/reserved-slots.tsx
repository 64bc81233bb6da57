"use client";

import { Button } from "@spool/ui/button";
import { TextInput } from "@spool/ui/field";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useAccount } from "../../../../../data/account/account-context.tsx";
import { mayOperateInstance } from "../../../../../data/account/may-operate.ts";
import type { Node } from "../../../../../data/nodes/nodes-query.ts";
import { steerNodeMutation } from "../../../../../data/nodes/steer-node-mutation.ts";
import { schedulingQuery } from "../../../../../data/queues/scheduling-query.ts";
import { refusalOf } from "../../../../../data/refusal.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";

/** How many of a node's slots take jobs of the queue live only, and the way to change it. */
export function ReservedSlots({ node }: { node: Node }) {
  const supabase = useSupabase();
  const { data: figures } = useQuery(schedulingQuery(supabase));
  const [isEditing, setIsEditing] = useState(false);
  const mayChange = mayOperateInstance(useAccount());
  const words =
    node.reserved_live_slots === null
      ? figures === undefined
        ? "as everywhere"
        : `${figures.reserved_live_slots}, as everywhere`
      : String(node.reserved_live_slots);
  if (isEditing) return <ReservedSlotsForm node={node} onDone={() => setIsEditing(false)} />;
  return (
    <span className="flex items-baseline justify-between gap-2 tabular-nums">
      {words}
      {mayChange && (
        <button
          type="button"
          className="text-xs text-ink-soft underline-offset-4 hover:text-ink hover:underline"
          onClick={() => setIsEditing(true)}
        >
          change<span className="sr-only"> the slots kept for live</span>
        </button>
      )}
    </span>
  );
}

function ReservedSlotsForm({ node, onDone }: { node: Node; onDone: () => void }) {
  const steer = useMutation(steerNodeMutation(useSupabase(), useQueryClient()));
  const [typed, setTyped] = useState(String(node.reserved_live_slots ?? ""));

  function handleSubmit(event: React.SyntheticEvent): void {
    event.preventDefault();
    steer.mutate(
      { kind: "reserve", nodeId: node.id, slots: typed.trim() === "" ? null : Number(typed) },
      {
        onSuccess: onDone,
        onError: (error) => toast.error("The figure was refused", { description: refusalOf(error).message }),
      },
    );
  }

  return (
    <form onSubmit={handleSubmit} className="flex gap-1">
      <TextInput
        autoFocus
        type="number"
        step="1"
        value={typed}
        placeholder="as everywhere"
        aria-label="Slots kept for live; empty for the figure of all nodes"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && onDone()}
        className="h-7 min-w-0 px-2"
      />
      <Button type="submit" className="h-7 px-2" isBusy={steer.isPending}>
        Set
      </Button>
    </form>
  );
}

import { cn } from "@spool/ui/class-names";
import type { Node } from "../../../data/nodes/nodes-query.ts";

const DOT: Record<Node["status"], string> = {
  available: "bg-good",
  busy: "bg-lamp-fill",
  draining: "bg-attention",
  offline: "border border-edge",
};

export function NodeState({ status }: { status: Node["status"] }) {
  return (
    <span className="inline-flex w-18 shrink-0 items-center gap-2 text-xs text-ink-soft">
      <span aria-hidden="true" className={cn("size-2 rounded-full", DOT[status])} />
      {status}
    </span>
  );
}

/** How many of a node's slots are taken: ▮▮▯▯ 2/4. */
export function SlotMeter({ busy, slots }: { busy: number; slots: number }) {
  return (
    <span
      className="inline-flex items-center gap-2 tabular-nums"
      aria-label={`${busy} of ${slots} slots in use`}
      role="img"
    >
      <span aria-hidden="true" className="flex gap-0.5">
        {Array.from({ length: Math.min(slots, 16) }, (_, slot) => (
          <span
            key={slot}
            className={cn("h-3 w-1.5 rounded-[1px]", slot < busy ? "bg-lamp-fill" : "bg-hairline")}
          />
        ))}
      </span>
      <span aria-hidden="true">
        {busy}/{slots}
      </span>
    </span>
  );
}

/** The load average, as the node last reported it. It exceeds the cores when work waits for them. */
export function NodeLoad({ node }: { node: Pick<Node, "cpu_load" | "cpu_cores"> }) {
  if (node.cpu_load === null || node.cpu_cores === null) return null;
  return (
    <span
      className="text-right whitespace-nowrap tabular-nums"
      title={`Load average ${node.cpu_load} on ${node.cpu_cores} cores`}
    >
      load {node.cpu_load.toFixed(1)} / {node.cpu_cores}
    </span>
  );
}

import { Meter } from "@spool/ui/meter";
import type { Node } from "../../../../data/nodes/nodes-query.ts";
import { megabyteWords } from "./node-words.ts";

/** The load average against the cores. It exceeds them when work waits for a processor. */
export function CpuMeter({ node }: { node: Node }) {
  if (node.cpu_load === null || node.cpu_cores === null) return <span />;
  return (
    <Measured
      name="CPU"
      words={`${node.cpu_load.toFixed(1)} / ${node.cpu_cores}`}
      title={`Load average ${node.cpu_load} on ${node.cpu_cores} cores`}
      ratio={node.cpu_load / node.cpu_cores}
      label={`Processor load of ${node.name}`}
    />
  );
}

export function MemoryMeter({ node }: { node: Node }) {
  const { memory_free_mb: freeMb, memory_total_mb: totalMb } = node;
  if (freeMb === null || totalMb === null || totalMb === 0) return <span />;
  const usedMb = Math.max(0, totalMb - freeMb);
  return (
    <Measured
      name="RAM"
      words={`${megabyteWords(freeMb)} free`}
      title={`${megabyteWords(usedMb)} of ${megabyteWords(totalMb)} used`}
      ratio={usedMb / totalMb}
      label={`Used memory of ${node.name}`}
    />
  );
}

interface MeasuredProps {
  name: string;
  words: string;
  title: string;
  ratio: number;
  label: string;
}

function Measured({ name, words, title, ratio, label }: MeasuredProps) {
  return (
    <div title={title} className="min-w-0 text-xs text-ink-soft">
      <p className="flex justify-between gap-2 pb-1 whitespace-nowrap tabular-nums">
        <span className="text-ink-faint">{name}</span>
        {words}
      </p>
      <Meter ratio={ratio} label={label} className="h-1" />
    </div>
  );
}

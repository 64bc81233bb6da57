import type { Queue } from "@spool/contracts/job-states";
import { cn } from "@spool/ui/class-names";

const HUE: Record<Queue, string> = {
  live: "bg-queue-live",
  default: "bg-queue-default",
  batch: "bg-queue-batch",
};

/** A queue in its hue, which is the same on every page. */
export function QueueName({ queue, isPaused = false }: { queue: Queue; isPaused?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden="true" className={cn("h-3.5 w-1 rounded-full", HUE[queue])} />
      {queue}
      {isPaused && <span className="text-xs text-ink-soft">paused</span>}
    </span>
  );
}

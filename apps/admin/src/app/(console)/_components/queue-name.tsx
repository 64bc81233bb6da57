import type { Queue } from "@spool/contracts/job-states";
import { cn } from "@spool/ui/class-names";

const HUE: Record<Queue, string> = {
  live: "bg-queue-live",
  default: "bg-queue-default",
  batch: "bg-queue-batch",
};

interface QueueNameProps {
  queue: Queue;
  /** What else there is to say, after a dot: a priority, or that it is paused. */
  note?: string | undefined;
}

/** A queue in its hue, which is the same on every page. */
export function QueueName({ queue, note }: QueueNameProps) {
  return (
    <span className="inline-flex max-w-full items-center gap-2 align-middle">
      <span aria-hidden="true" className={cn("h-3.5 w-1 shrink-0 rounded-full", HUE[queue])} />
      <span className="truncate">
        {queue}
        {note !== undefined && <span className="font-normal text-ink-faint"> · {note}</span>}
      </span>
    </span>
  );
}

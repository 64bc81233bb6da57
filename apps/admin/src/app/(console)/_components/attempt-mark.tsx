import type { JobStatus } from "@spool/contracts/job-states";
import type { Enums } from "@spool/db/database.types";
import { cn } from "@spool/ui/class-names";
import { StatusShape } from "@spool/ui/status-mark";

type AttemptStatus = Enums<"attempt_status">;

/** Each with the shape of what it is to a job. */
const MARKS: Record<AttemptStatus, { shape: JobStatus; words: string; tone?: string }> = {
  assigned: { shape: "assigned", words: "about to start" },
  running: { shape: "processing", words: "running", tone: "text-lamp" },
  completed: { shape: "completed", words: "completed", tone: "text-good" },
  failed: { shape: "failed", words: "failed", tone: "text-failed" },
  lost: { shape: "failed", words: "node lost", tone: "text-failed" },
  handed_back: { shape: "queued", words: "handed back" },
  cancelled: { shape: "cancelled", words: "cancelled" },
};

/** How an attempt stands or ended, as shape, colour and word. */
export function AttemptMark({ status, className }: { status: AttemptStatus; className?: string }) {
  const { shape, words, tone = "text-ink-soft" } = MARKS[status];
  return (
    <span className={cn("inline-flex w-28 items-center gap-1.5 whitespace-nowrap", tone, className)}>
      <StatusShape status={shape} />
      {words}
    </span>
  );
}

import type { JobStatus } from "@spool/contracts/job-states";
import { cn } from "./class-names.ts";

const COLOUR: Record<JobStatus, string> = {
  pending: "text-ink-faint",
  queued: "text-ink-soft",
  assigned: "text-ink-soft",
  processing: "text-lamp",
  paused: "text-ink-soft",
  completed: "text-good",
  failed: "text-failed",
  cancelled: "text-ink-faint",
};

const SHAPE: Record<JobStatus, React.ReactNode> = {
  pending: <circle cx="8" cy="8" r="5.25" />,
  queued: (
    <>
      <circle cx="8" cy="8" r="5.25" />
      <path d="M8 8V2.75A5.25 5.25 0 0 1 13.25 8Z" fill="currentColor" stroke="none" />
    </>
  ),
  assigned: (
    <>
      <circle cx="8" cy="8" r="5.25" />
      <path d="M8 2.75a5.25 5.25 0 0 1 0 10.5Z" fill="currentColor" stroke="none" />
    </>
  ),
  processing: (
    <>
      <circle cx="8" cy="8" r="3" fill="currentColor" stroke="none" />
      <circle cx="8" cy="8" r="6.25" strokeOpacity="0.3" />
      <path d="M8 1.75A6.25 6.25 0 0 1 14.25 8" strokeLinecap="round" />
    </>
  ),
  paused: <path d="M5.5 3.5v9M10.5 3.5v9" strokeWidth="2.5" strokeLinecap="round" />,
  completed: (
    <path d="m3 8.5 3.25 3.25L13 4.75" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
  ),
  failed: <path d="m4 4 8 8M12 4l-8 8" strokeWidth="2" strokeLinecap="round" />,
  cancelled: (
    <>
      <circle cx="8" cy="8" r="5.25" />
      <path d="m4.5 11.5 7-7" />
    </>
  ),
};

interface StatusProps {
  status: JobStatus;
  /** A whole number that grows with every piece of news. What runs has a ring that moves on by it, and stands while nothing is heard. */
  heard?: number;
  className?: string;
}

const RING_STEPS = 12;

/** A job's status as a shape in its colour, for places where the word stands beside it. */
export function StatusShape({ status, heard = 0, className }: StatusProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      // Not by an animation: fifty rings that turn all day are drawn anew all day, and say less.
      style={status === "processing" ? { rotate: `${(heard % RING_STEPS) / RING_STEPS}turn` } : undefined}
      className={cn("size-3.5 shrink-0", COLOUR[status], className)}
    >
      {SHAPE[status]}
    </svg>
  );
}

/** A job's status as shape, colour and word. */
export function StatusMark({ status, heard = 0, className }: StatusProps) {
  return (
    <span
      data-status={status}
      className={cn("inline-flex items-center gap-1.5 whitespace-nowrap", className)}
    >
      <StatusShape status={status} heard={heard} />
      <span
        className={status === "failed" ? "text-failed" : status === "processing" ? "text-lamp" : undefined}
      >
        {status}
      </span>
    </span>
  );
}

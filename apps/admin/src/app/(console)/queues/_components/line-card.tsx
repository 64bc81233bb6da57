"use client";

import { useSortable } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { cn } from "@spool/ui/class-names";
import { GripVertical } from "lucide-react";
import Link from "next/link";
import { jobTitle, jobTypeTitle } from "../../../../data/jobs/stage-title.ts";
import type { PlaceInLine } from "../../../../data/queues/queue-order-query.ts";
import { useNowMs } from "../../../../time/clock.tsx";
import { formatMoment, formatUntil, secondsBetween } from "../../../../time/format-duration.ts";

interface LineCardProps {
  job: PlaceInLine;
  /** What a pointer or a key does with it; nothing for who may only look. */
  menu: React.ReactNode;
  isMovable: boolean;
}

/** One job in line: its place, what it is, when it will probably start. */
export function LineCard({ job, menu, isMovable }: LineCardProps) {
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition, isDragging } =
    useSortable({ id: job.job_id, disabled: !isMovable });
  return (
    <li
      ref={setNodeRef}
      data-job={job.job_id}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      className={cn(
        "group relative flex h-12 items-center gap-2 border-t pr-2 pl-1 first:border-t-0 hover:bg-hover",
        isDragging && "opacity-35",
      )}
    >
      {isMovable ? (
        <button
          ref={setActivatorNodeRef}
          type="button"
          {...attributes}
          {...listeners}
          aria-label={`Move ${jobTitle(job)}`}
          className="relative z-10 grid h-8 w-5 shrink-0 touch-none cursor-grab place-items-center rounded-sm text-ink-faint opacity-60 group-hover:opacity-100 focus-visible:opacity-100 active:cursor-grabbing"
        >
          <GripVertical aria-hidden="true" className="size-3.5" />
        </button>
      ) : (
        <span className="w-5 shrink-0" />
      )}
      <CardFace job={job} />
      <span className="relative z-10">{menu}</span>
    </li>
  );
}

/** What is read of a job in line; also what hangs on the pointer while it is dragged. */
export function CardFace({ job }: { job: PlaceInLine }) {
  return (
    <>
      <span className="w-6 shrink-0 text-right text-xs text-ink-faint tabular-nums">{job.place}</span>
      <div className="min-w-0 flex-1 pl-1">
        <Link
          prefetch={false}
          href={`/jobs/${job.job_id}`}
          title={jobTitle(job)}
          className="block truncate after:absolute after:inset-0"
        >
          {jobTitle(job)}
        </Link>
        {job.title !== "" && <p className="truncate text-xs text-ink-faint">{jobTypeTitle(job.job_type)}</p>}
      </div>
      <ExpectedStart at={job.expected_start_at} />
    </>
  );
}

function ExpectedStart({ at }: { at: string | null }) {
  const nowMs = useNowMs();
  if (at === null) return null;
  return (
    <span
      title={`Expected to start ${formatMoment(at)}`}
      suppressHydrationWarning
      className="shrink-0 text-xs whitespace-nowrap text-ink-soft tabular-nums"
    >
      {formatUntil(-secondsBetween(at, nowMs))}
    </span>
  );
}

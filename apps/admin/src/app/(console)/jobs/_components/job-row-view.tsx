"use client";

import { isFinished } from "@spool/contracts/job-states";
import { cn } from "@spool/ui/class-names";
import Link from "next/link";
import { memo, useState } from "react";
import type { JobRow } from "../../../../data/jobs/job-row.ts";
import { jobTitle } from "../../../../data/jobs/stage-title.ts";
import { JobThumbnail } from "../../_components/job-thumbnail.tsx";
import { JobCell } from "./job-cells.tsx";
import { columnOf, type ColumnName } from "./table-columns.ts";

interface JobRowViewProps {
  job: JobRow;
  index: number;
  topPx: number;
  heightPx: number;
  columns: readonly ColumnName[];
  isNarrow: boolean;
  isChosen: boolean;
  /** Absent for who may not choose. */
  onChoose: ((index: number, isChosen: boolean, isRange: boolean) => void) | undefined;
}

/** One job: a link to its page from edge to edge, with a box to choose it. */
export const JobRowView = memo(function JobRowView(props: JobRowViewProps) {
  const { job, index, topPx, heightPx, columns, isNarrow, isChosen, onChoose } = props;
  const glow = useGlow(job);
  const title = jobTitle(job);

  return (
    <div
      role="row"
      data-testid={`job-row-${job.id}`}
      data-row-index={index}
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      style={{ height: heightPx, transform: `translateY(${topPx}px)` }}
      onAnimationEnd={glow.end}
      className={cn(
        "group absolute inset-x-0 top-0 grid items-center gap-x-3 border-t border-hairline px-4 hover:bg-hover has-focus-visible:bg-hover",
        "transition-[transform,background-color] duration-150 group-data-still/table:transition-none",
        isNarrow
          ? "grid-cols-[auto_3.5rem_minmax(0,1fr)_auto] content-center gap-y-1"
          : "[grid-template-columns:var(--columns)]",
        isChosen && "bg-lamp-wash hover:bg-lamp-wash",
        glow.isOn && "animate-glow",
      )}
    >
      <span role="cell" className={cn("relative z-10 flex", isNarrow && "row-span-2")}>
        {onChoose !== undefined && (
          <input
            type="checkbox"
            checked={isChosen}
            aria-label={`Choose ${title.slice(0, 80)}`}
            onChange={(event) =>
              onChoose(
                index,
                event.target.checked,
                event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey,
              )
            }
            className="size-4 cursor-pointer accent-lamp-fill"
          />
        )}
      </span>
      <span role="cell" className={isNarrow ? "row-span-2" : undefined}>
        <JobThumbnail job={job} className={isNarrow ? "w-14" : heightPx < 36 ? "w-8" : "w-10"} />
      </span>
      <span role="cell" className={cn("min-w-0", isNarrow && "col-span-2 self-end")}>
        <Link
          prefetch={false}
          href={`/jobs/${job.id}`}
          title={title.length > 60 ? title.slice(0, 400) : undefined}
          dir="auto"
          className="block truncate text-start font-medium after:absolute after:inset-0"
        >
          {/* What is far out of sight need not be laid out. */}
          {title.slice(0, 400)}
        </Link>
      </span>
      {isNarrow ? (
        <>
          <span role="cell" className="min-w-0 self-start">
            <JobCell column="status" job={job} />
          </span>
          <span role="cell" className="self-start text-right text-ink-soft">
            <JobCell column="time" job={job} />
          </span>
        </>
      ) : (
        columns.map((column) => (
          <span
            key={column}
            role="cell"
            className={cn("truncate text-ink-soft", columnOf(column).isNumber && "text-right tabular-nums")}
          >
            <JobCell column={column} job={job} />
          </span>
        ))
      )}
    </div>
  );
});

/** On when the job has just finished, for as long as the animation takes. */
function useGlow(job: JobRow): { isOn: boolean; end: () => void } {
  const [seen, setSeen] = useState(job.status);
  const [isOn, setIsOn] = useState(false);
  if (seen !== job.status) {
    setSeen(job.status);
    setIsOn(isFinished(job.status));
  }
  return { isOn, end: () => setIsOn(false) };
}

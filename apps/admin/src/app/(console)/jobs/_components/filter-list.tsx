"use client";

import { JOB_STATUSES, QUEUES, type JobStatus, type Queue } from "@spool/contracts/job-states";
import { cn } from "@spool/ui/class-names";
import { StatusMark } from "@spool/ui/status-mark";
import { useEffect } from "react";
import type { FilterOption } from "../../../../data/jobs/filter-options.ts";
import type { QueueStats } from "../../../../data/stats/queue-stats.ts";
import { QueueName } from "../../_components/queue-name.tsx";

interface FilterListProps {
  id: string;
  isOpen: boolean;
  options: readonly FilterOption[];
  activeIndex: number;
  /** Undefined while they are on their way. */
  stats: QueueStats | undefined;
  onPoint: (index: number) => void;
  onChoose: (option: FilterOption) => void;
}

/** What may be put into the filter, by field; under the box in which it is typed. */
export function FilterList({ id, isOpen, options, activeIndex, stats, onPoint, onChoose }: FilterListProps) {
  // Only when another one is active: it makes the browser lay out the page at once.
  useEffect(() => {
    document.getElementById(`${id}-${activeIndex}`)?.scrollIntoView({ block: "nearest" });
  }, [id, activeIndex]);
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Filters"
      aria-multiselectable="true"
      hidden={!isOpen || options.length === 0}
      // The focus stays in the box.
      onMouseDown={(event) => event.preventDefault()}
      className="absolute inset-x-0 top-full z-30 mt-1.5 max-h-[min(26rem,60dvh)] animate-arrive overflow-y-auto rounded-lg border border-edge bg-raised p-1.5 shadow-lg shadow-shade sm:w-[34rem] sm:max-w-full"
    >
      {groupsOf(options).map(([field, members]) => (
        <div key={field} role="group" aria-label={field} className="pb-1 sm:flex sm:gap-2">
          <p className="w-20 shrink-0 px-2 pt-2 text-2xs font-medium tracking-wide text-ink-faint uppercase">
            {field}
          </p>
          <div className="grid min-w-0 flex-1 gap-px sm:grid-cols-2">
            {members.map(({ option, index }) => (
              <OptionRow
                key={option.value}
                id={`${id}-${index}`}
                option={option}
                isActive={index === activeIndex}
                count={countOf(stats, option)}
                onPoint={() => onPoint(index)}
                onChoose={() => onChoose(option)}
              />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

interface OptionRowProps {
  id: string;
  option: FilterOption;
  isActive: boolean;
  count: number | undefined;
  onPoint: () => void;
  onChoose: () => void;
}

function OptionRow({ id, option, isActive, count, onPoint, onChoose }: OptionRowProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={option.isOn}
      onPointerMove={onPoint}
      onClick={onChoose}
      className={cn(
        "flex h-8 cursor-pointer items-center gap-2 rounded-sm px-2 text-ink-soft select-none",
        isActive && "bg-edge/50 text-ink",
        option.isOn && "text-ink",
      )}
    >
      <span className="min-w-0 flex-1 truncate">
        <OptionLabel option={option} />
      </span>
      {count !== undefined && (
        <span className="text-xs text-ink-soft tabular-nums">{count.toLocaleString("en")}</span>
      )}
      <span aria-hidden="true" className="w-3 text-lamp">
        {option.isOn && "✓"}
      </span>
    </div>
  );
}

function OptionLabel({ option: { field, value, label } }: { option: FilterOption }) {
  if (field === "status" && isStatus(value)) return <StatusMark status={value} />;
  if (field === "queue" && isQueue(value)) return <QueueName queue={value} />;
  return label;
}

const isStatus = (value: string): value is JobStatus => (JOB_STATUSES as readonly string[]).includes(value);
const isQueue = (value: string): value is Queue => (QUEUES as readonly string[]).includes(value);

type Group = [field: string, members: { option: FilterOption; index: number }[]];

/** Options of a field together, each with its number among all. */
function groupsOf(options: readonly FilterOption[]): Group[] {
  const groups = new Map<string, Group[1]>();
  options.forEach((option, index) => {
    const members = groups.get(option.field) ?? [];
    members.push({ option, index });
    groups.set(option.field, members);
  });
  return [...groups];
}

/** How many jobs an option would show by itself, where that is known. */
function countOf(stats: QueueStats | undefined, { field, value }: FilterOption): number | undefined {
  if (stats === undefined) return undefined;
  const counts: Partial<Record<string, Readonly<Record<string, unknown>>>> = {
    status: { ...stats },
    queue: mapTotals(stats.by_queue),
    priority: mapTotals(stats.by_priority),
  };
  const count = counts[field]?.[value];
  return typeof count === "number" ? count : undefined;
}

const mapTotals = (counts: Readonly<Record<string, { total: number }>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).map(([name, { total }]) => [name, total]));

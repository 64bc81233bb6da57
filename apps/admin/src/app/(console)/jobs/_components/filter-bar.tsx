"use client";

import { JOB_TYPE_NAMES } from "@spool/contracts/job-type-facts";
import { JOB_STATUSES, QUEUES } from "@spool/contracts/job-states";
import { Button } from "@spool/ui/button";
import { FilterToken } from "@spool/ui/filter-token";
import { Menu, MenuCheck, MenuLabel, MenuSeparator } from "@spool/ui/menu";
import { StatusMark } from "@spool/ui/status-mark";
import { ListFilter } from "lucide-react";
import { FILTER_FIELDS, isFiltered, toggleValue, type JobFilter } from "../../../../data/jobs/job-filter.ts";
import { jobTypeTitle } from "../../../../data/jobs/stage-title.ts";
import type { QueueStats } from "../../../../data/stats/queue-stats.ts";
import { QueueName } from "../../_components/queue-name.tsx";

interface FilterBarProps {
  filter: JobFilter;
  /** Only the fields that change. Null clears all of them. */
  onChange: (change: Partial<JobFilter> | null) => void;
  stats: QueueStats | undefined;
  /** How many jobs match, where that is known. */
  total: number | null;
}

/** The filter as tokens, the menu that adds to it, and how many jobs are left. */
export function FilterBar({ filter, onChange, stats, total }: FilterBarProps) {
  return (
    <div className="flex min-h-14 flex-wrap items-center gap-2 py-3">
      <Menu
        trigger={
          <Button className="h-7 px-2.5 text-xs">
            <ListFilter aria-hidden="true" className="size-3.5" /> Filter
          </Button>
        }
      >
        <MenuLabel>Status</MenuLabel>
        {JOB_STATUSES.map((status) => (
          <MenuCheck
            key={status}
            isChecked={filter.status.includes(status)}
            onChange={() => onChange({ status: toggleValue(filter.status, status) })}
            aside={stats?.[status].toLocaleString("en")}
          >
            <StatusMark status={status} />
          </MenuCheck>
        ))}
        <MenuSeparator />
        <MenuLabel>Type</MenuLabel>
        {JOB_TYPE_NAMES.map((type) => (
          <MenuCheck
            key={type}
            isChecked={filter.type.includes(type)}
            onChange={() => onChange({ type: toggleValue(filter.type, type) })}
          >
            {jobTypeTitle(type)}
          </MenuCheck>
        ))}
        <MenuSeparator />
        <MenuLabel>Queue</MenuLabel>
        {QUEUES.map((queue) => (
          <MenuCheck
            key={queue}
            isChecked={filter.queue.includes(queue)}
            onChange={() => onChange({ queue: toggleValue(filter.queue, queue) })}
            aside={stats?.by_queue[queue].total.toLocaleString("en")}
          >
            <QueueName queue={queue} />
          </MenuCheck>
        ))}
      </Menu>
      {FILTER_FIELDS.map((field) => (
        <FieldTokens
          key={field}
          field={field}
          values={filter[field]}
          onRemove={(value) => onChange(without(filter, field, value))}
        />
      ))}
      {isFiltered(filter) && (
        <Button variant="ghost" className="h-7 px-2 text-xs" onClick={() => onChange(null)}>
          Clear
        </Button>
      )}
      <p className="ml-auto text-xs text-ink-faint tabular-nums" aria-live="polite">
        {total !== null && `${total.toLocaleString("en")} ${total === 1 ? "job" : "jobs"}`}
      </p>
    </div>
  );
}

interface FieldTokensProps {
  field: string;
  values: readonly string[];
  onRemove: (value: string) => void;
}

function FieldTokens({ field, values, onRemove }: FieldTokensProps) {
  return values.map((value) => (
    <FilterToken key={value} field={field} value={value} onRemove={() => onRemove(value)} />
  ));
}

const without = (filter: JobFilter, field: keyof JobFilter, value: string): Partial<JobFilter> => ({
  [field]: filter[field].filter((held: string) => held !== value),
});

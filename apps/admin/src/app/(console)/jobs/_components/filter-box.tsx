"use client";

import { JOB_STATUSES, QUEUES, type JobStatus, type Queue } from "@spool/contracts/job-states";
import { cn } from "@spool/ui/class-names";
import { FilterToken } from "@spool/ui/filter-token";
import { StatusMark } from "@spool/ui/status-mark";
import { Search } from "lucide-react";
import { useId, useState } from "react";
import {
  suggest,
  tokensOf,
  type FilterOption,
  type FilterWorld,
} from "../../../../data/jobs/filter-options.ts";
import type { JobFilter } from "../../../../data/jobs/job-filter.ts";
import { QueueName } from "../../_components/queue-name.tsx";

interface FilterBoxProps {
  filter: JobFilter;
  world: FilterWorld;
  /** Only the fields that change. Null clears all of them. */
  onChange: (change: Partial<JobFilter> | null) => void;
  /** How many jobs an option would show by itself, where that is known. */
  countOf: (option: FilterOption) => number | undefined;
  inputRef: React.RefObject<HTMLInputElement | null>;
}

/** The filter as tokens in a box to type in. What is typed is completed; what is completed is a token. */
export function FilterBox({ filter, world, onChange, countOf, inputRef }: FilterBoxProps) {
  const listId = useId();
  const [typed, setTyped] = useState("");
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(0);
  const tokens = tokensOf(filter, world);
  const options = isOpen ? suggest(typed, filter, world) : [];
  const activeIndex = Math.min(active, options.length - 1);

  function choose(option: FilterOption): void {
    onChange(option.change);
    setTyped("");
    // Among all options the next one is near; among those that were typed for, it is not.
    if (typed !== "") setActive(0);
  }

  function handleKey(event: React.KeyboardEvent): void {
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        const step = event.key === "ArrowDown" ? 1 : -1;
        setIsOpen(true);
        if (options.length > 0) setActive((activeIndex + step + options.length) % options.length);
        break;
      }
      case "Enter": {
        const option = options[activeIndex];
        if (option !== undefined) choose(option);
        break;
      }
      case "Backspace": {
        const last = tokens.at(-1);
        if (typed !== "" || last === undefined) return;
        onChange(last.change);
        break;
      }
      case "Escape":
        if (isOpen) setIsOpen(false);
        else inputRef.current?.blur();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      className="relative min-w-0 flex-1"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setIsOpen(false);
      }}
    >
      <div
        className="flex min-h-9 cursor-text flex-wrap items-center gap-1.5 rounded-md border border-edge bg-surface px-2.5 py-[3px] focus-within:border-lamp"
        onClick={(event) => {
          if (event.target === event.currentTarget) inputRef.current?.focus();
        }}
      >
        <Search aria-hidden="true" className="size-3.5 shrink-0 text-ink-faint" />
        {tokens.map((option) => (
          <FilterToken
            key={`${option.field}:${option.value}`}
            field={option.field}
            value={option.label}
            onRemove={() => {
              onChange(option.change);
              inputRef.current?.focus();
            }}
          />
        ))}
        <input
          ref={inputRef}
          type="text"
          role="combobox"
          aria-label="Filter jobs"
          aria-expanded={isOpen}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && options.length > 0 ? `${listId}-${activeIndex}` : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          placeholder={tokens.length === 0 ? "Filter by status, type, node, time, or words in the title" : ""}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setIsOpen(true);
            setActive(0);
          }}
          onFocus={() => setIsOpen(true)}
          onClick={() => setIsOpen(true)}
          onKeyDown={handleKey}
          className="h-7 min-w-24 flex-1 bg-transparent text-ink outline-none placeholder:text-ink-faint"
        />
        {tokens.length > 0 ? (
          <button
            type="button"
            onClick={() => onChange(null)}
            className="rounded-sm px-1.5 text-xs text-ink-soft hover:text-ink"
          >
            Clear
          </button>
        ) : (
          <kbd
            aria-hidden="true"
            className="rounded-sm border border-edge px-1.5 font-mono text-2xs text-ink-faint max-lg:hidden"
          >
            /
          </kbd>
        )}
      </div>
      <div
        id={listId}
        role="listbox"
        aria-label="Filters"
        aria-multiselectable="true"
        hidden={!isOpen || options.length === 0}
        // The focus stays in the box.
        onMouseDown={(event) => event.preventDefault()}
        className="absolute inset-x-0 top-full z-30 mt-1.5 max-h-[min(26rem,60dvh)] animate-arrive overflow-y-auto rounded-lg border border-edge bg-raised p-1.5 shadow-lg shadow-canvas/40 sm:w-[34rem] sm:max-w-full"
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
                  id={`${listId}-${index}`}
                  option={option}
                  isActive={index === activeIndex}
                  count={countOf(option)}
                  onPoint={() => setActive(index)}
                  onChoose={() => choose(option)}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
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
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: "nearest" });
      }}
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

"use client";

import { cn } from "@spool/ui/class-names";
import { FilterToken } from "@spool/ui/filter-token";
import { Search } from "lucide-react";
import { memo, useDeferredValue, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import {
  suggest,
  tokensOf,
  type FilterOption,
  type FilterWorld,
} from "../../../../data/jobs/filter-options.ts";
import type { JobFilter } from "../../../../data/jobs/job-filter.ts";
import type { QueueStats } from "../../../../data/stats/queue-stats.ts";
import { isPageKey } from "../../../../lib/is-typing.ts";
import { lazyPart } from "../../../../lib/lazy-part.tsx";

// What there is to choose from comes when somebody first looks.
const FilterList = lazyPart(() => import("./filter-list.tsx").then((module) => module.FilterList));

interface FilterBoxProps {
  filter: JobFilter;
  world: FilterWorld;
  /** Only the fields that change. Null clears all of them. */
  onChange: (change: Partial<JobFilter> | null) => void;
  /** Called with what a change may well be next: its option has stood ready for a moment. */
  onLikely: (change: Partial<JobFilter>) => void;
  /** For what each option would show by itself. */
  stats: QueueStats | undefined;
}

/** Pointing at an option on the way to another asks for nothing; what was typed for is meant. */
const POINTED_AT_AFTER_MS = 30;

/** The filter as tokens in a box to type in. What is typed is completed; what is completed is a token. */
export const FilterBox = memo(function FilterBox(props: FilterBoxProps) {
  const { filter, world, onChange, onLikely, stats } = props;
  const listId = useId();
  const inputRef = useSlashKey();
  const [typed, setTyped] = useState("");
  const [isOpen, setIsOpen] = useState(false);
  const [hasOpened, setHasOpened] = useState(false);
  if (isOpen && !hasOpened) setHasOpened(true);
  const [active, setActive] = useState(0);
  const tokens = tokensOf(filter, world);
  const options = isOpen ? suggest(typed, filter, world) : [];
  // The rows that are asked for come before the options that could be next.
  const shownOptions = useDeferredValue(options);
  const activeIndex = Math.min(active, options.length - 1);
  // Titles are searched when that is asked for; every letter would be another search.
  const likely = typed === "" && active === 0 ? undefined : options[activeIndex];
  const likelyAfterMs = active === 0 ? 0 : POINTED_AT_AFTER_MS;
  useLikely(likely?.field === "title" ? undefined : likely, likelyAfterMs, onLikely);

  function choose(option: FilterOption): void {
    onChange(option.change);
    setTyped("");
    // Among all options the next one is near. What was typed for is done with, and the list would hide its rows.
    if (typed !== "") {
      setActive(0);
      setIsOpen(false);
    }
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
      // With something in it, it has the width of a telephone for itself.
      className={cn("relative min-w-0 flex-1", tokens.length > 0 && "max-sm:basis-full")}
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
          aria-controls={hasOpened ? listId : undefined}
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
      {hasOpened && (
        <FilterList
          id={listId}
          isOpen={isOpen}
          options={shownOptions}
          activeIndex={activeIndex}
          stats={stats}
          onPoint={setActive}
          onChoose={choose}
        />
      )}
    </div>
  );
});

/** For the field to which / leads, whatever the list shows. */
function useSlashKey(): React.RefObject<HTMLInputElement | null> {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || !isPageKey(event)) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", handleKey);
    return () => removeEventListener("keydown", handleKey);
  }, []);
  return input;
}

/** Tells of an option that would be put into the filter, once it has been the one for a moment. */
function useLikely(
  option: FilterOption | undefined,
  afterMs: number,
  onLikely: FilterBoxProps["onLikely"],
): void {
  const key = option === undefined || option.isOn ? null : `${option.field}:${option.value}`;
  const tell = useEffectEvent(() => {
    if (option !== undefined) onLikely(option.change);
  });
  useEffect(() => {
    if (key === null) return;
    const timer = setTimeout(() => tell(), afterMs);
    return () => clearTimeout(timer);
  }, [key, afterMs]);
}

"use client";

import { Button } from "@spool/ui/button";
import { cn } from "@spool/ui/class-names";
import { Menu, MenuItem } from "@spool/ui/menu";
import { Download, Search } from "lucide-react";
import { LOG_LEVELS, type LogFilter, type LogLevel } from "./log-filter.ts";
import { useLogDownload } from "./use-log-download.ts";

interface LogToolbarProps {
  jobId: string;
  filter: LogFilter;
  onChange: (filter: LogFilter) => void;
  /** What the filter leaves of how many, in words. */
  words: string;
}

/** What is looked for in the log, and the way to take it along. */
export function LogToolbar({ jobId, filter, onChange, words }: LogToolbarProps) {
  const { lineCount, download } = useLogDownload(jobId);
  const toggle = (level: LogLevel) => {
    const { levels } = filter;
    onChange({
      ...filter,
      levels: levels.includes(level) ? levels.filter((held) => held !== level) : [...levels, level],
    });
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2 max-sm:px-3">
      <span className="relative min-w-40 flex-1 sm:max-w-72">
        <Search aria-hidden="true" className="absolute top-2 left-2.5 size-3.5 text-ink-faint" />
        <input
          type="search"
          aria-label="Search the log"
          placeholder="Search the log"
          value={filter.text}
          onChange={({ target }) => onChange({ ...filter, text: target.value })}
          className="h-[30px] w-full rounded-md border border-edge bg-canvas pr-2 pl-8 placeholder:text-ink-faint hover:border-ink-faint"
        />
      </span>
      <div role="group" aria-label="Levels" className="flex gap-1">
        {LOG_LEVELS.map((level) => {
          const isOn = filter.levels.includes(level);
          return (
            <button
              key={level}
              type="button"
              aria-pressed={isOn}
              onClick={() => toggle(level)}
              className={cn(
                "h-[30px] rounded-md border border-transparent px-2.5 text-xs text-ink-soft transition-colors hover:bg-hover hover:text-ink",
                isOn && "border-lamp/40 bg-lamp-wash font-medium text-lamp",
              )}
            >
              {level}
            </button>
          );
        })}
      </div>
      <span role="status" className="text-xs text-ink-faint tabular-nums">
        {words}
      </span>
      <span className="ml-auto">
        <Menu
          align="end"
          trigger={
            <Button variant="ghost" isBusy={lineCount !== null} className="h-[30px] px-2.5 text-xs">
              <Download aria-hidden="true" className="size-3.5" />
              {lineCount === null ? "Download" : `${lineCount.toLocaleString("en")} lines …`}
            </Button>
          }
        >
          <MenuItem onSelect={() => void download("text")}>Text</MenuItem>
          <MenuItem onSelect={() => void download("json")}>JSON, one object a line</MenuItem>
        </Menu>
      </span>
    </div>
  );
}

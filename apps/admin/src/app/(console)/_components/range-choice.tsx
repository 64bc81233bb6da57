"use client";

import { cn } from "@spool/ui/class-names";
import { useQueryStates } from "nuqs";
import { RANGE_NAMES, RANGES, rangeParsers, type Range } from "../../../data/stats/throughput-query.ts";

/** How far back the overview looks; it stands in the address. */
export function useRange(): [Range, (range: Range) => void] {
  const [{ range }, set] = useQueryStates(rangeParsers, { history: "push" });
  return [range, (next) => void set({ range: next })];
}

const SHORT: Record<Range, string> = { "1h": "1 h", "24h": "24 h", "7d": "7 d" };

export function RangeChoice() {
  const [range, setRange] = useRange();
  return (
    <div
      role="group"
      aria-label="Time range"
      className="flex gap-0.5 rounded-md border border-edge bg-canvas p-0.5"
    >
      {RANGE_NAMES.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === range}
          aria-label={`${SHORT[name]}, ${RANGES[name].words}`}
          onClick={() => setRange(name)}
          className={cn(
            "h-7 rounded-sm px-2.5 text-xs text-ink-soft tabular-nums transition-colors hover:text-ink",
            name === range && "bg-lamp-wash font-medium text-lamp hover:text-lamp",
          )}
        >
          {SHORT[name]}
        </button>
      ))}
    </div>
  );
}

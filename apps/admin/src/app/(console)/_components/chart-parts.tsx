"use client";

import { cn } from "@spool/ui/class-names";
import type { Bucket } from "../../../data/stats/throughput.ts";
import type { Range } from "../../../data/stats/throughput-query.ts";
import { bucketWords, countTicks, tickWords, timeTicks } from "./chart-time.ts";

export interface ChartProps {
  buckets: readonly Bucket[];
  range: Range;
  bucketSeconds: number;
  heightPx: number;
  /** Of what is written along the axes. */
  fontSizePx?: number;
}

/** What all charts have in common along their axes. */
export const axisLook = (fontSizePx = 11) => ({
  tick: { fill: "var(--color-ink-faint)", fontSize: fontSizePx },
  tickLine: false,
  axisLine: { stroke: "var(--color-hairline)" },
});

/** The axis of time, in the reader's zone. */
export const timeAxis = ({ buckets, range, fontSizePx }: Pick<ChartProps, "buckets" | "range" | "fontSizePx">) => ({
  ...axisLook(fontSizePx),
  dataKey: "at",
  ticks: timeTicks(buckets.map(({ at }) => at), range),
  tickFormatter: (at: string) => tickWords(at, range),
  interval: "preserveStart" as const,
  minTickGap: 16,
}); // prettier-ignore

/** The axis of numbers of jobs. */
export function countAxis(most: number, fontSizePx = 11) {
  const ticks = countTicks(most);
  return {
    ...axisLook(fontSizePx),
    axisLine: false,
    width: fontSizePx * 3.6,
    ticks,
    domain: [0, ticks.at(-1) ?? 1],
    tickFormatter: (count: number) => count.toLocaleString("en"),
  };
}

interface TipLine {
  label: string;
  value: string;
  /** Colour of the mark, as a class of a background. */
  mark: string;
}

/**
 * For a Tooltip's `content`: the exact values of the bucket that is pointed at, a line each.
 *
 * @param hint What a click does, where it does something.
 */
export const tipOf =
  (
    { buckets, bucketSeconds }: Pick<ChartProps, "buckets" | "bucketSeconds">,
    linesOf: (bucket: Bucket) => readonly TipLine[],
    hint?: string,
  ) =>
  ({ label }: { label?: unknown }): React.ReactNode => {
    const bucket = pointedBucket(buckets, label);
    if (bucket === undefined) return null;
    return <ChartTip bucket={bucket} bucketSeconds={bucketSeconds} lines={linesOf(bucket)} hint={hint} />;
  };

interface ChartTipProps {
  bucket: Bucket;
  bucketSeconds: number;
  lines: readonly TipLine[];
  hint: string | undefined;
}

function ChartTip({ bucket, bucketSeconds, lines, hint }: ChartTipProps) {
  return (
    <div className="rounded-md border border-edge bg-raised px-3 py-2 text-xs shadow-lg shadow-shade">
      <p className="pb-1 text-ink-faint">{bucketWords(bucket.at, bucketSeconds)}</p>
      <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-2 gap-y-0.5">
        {lines.map(({ label, value, mark }) => (
          <div key={label} className="contents">
            <span aria-hidden="true" className={cn("size-2 rounded-sm", mark)} />
            <dt className="text-ink-soft">{label}</dt>
            <dd className="text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {hint !== undefined && <p className="pt-1 text-ink-faint">{hint}</p>}
    </div>
  );
}

/** The bucket that a chart points at, out of what it hands to its tooltip. */
export function pointedBucket(buckets: readonly Bucket[], label: unknown): Bucket | undefined {
  return buckets.find(({ at }) => at === label);
}

/** Why a chart is empty, over its axes. */
export function NothingDrawn({ children }: { children: React.ReactNode }) {
  return (
    <p className="pointer-events-none absolute inset-x-10 inset-y-0 grid place-items-center pb-6 text-center text-ink-soft">
      <span className="max-w-[36ch] rounded-md bg-surface px-2 py-1">{children}</span>
    </p>
  );
}

"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatDuration } from "../../../time/format-duration.ts";
import { axisDuration, durationTicks } from "./chart-time.ts";
import { axisLook, NothingDrawn, timeAxis, tipOf, type ChartProps } from "./chart-parts.tsx";

interface DurationsChartProps extends ChartProps {
  /** Of what: the wait until a job starts, or its run. */
  measure: "wait" | "run";
  emptyWords: string;
}

const orDash = (seconds: number | null): string => (seconds === null ? "–" : formatDuration(seconds));

/** The half of jobs and the worst twentieth: p50 as a line, and a band from it up to p95. */
export function DurationsChart({ measure, emptyWords, ...chart }: DurationsChartProps) {
  const { buckets, heightPx, fontSizePx } = chart;
  const points = buckets.map((bucket) => {
    const p50 = bucket[`${measure}_p50_seconds`];
    const p95 = bucket[`${measure}_p95_seconds`];
    return { at: bucket.at, p50, p95, band: p50 === null || p95 === null ? null : [p50, p95] };
  });
  const ticks = durationTicks(Math.max(0, ...points.map(({ p95 }) => p95 ?? 0)));
  return (
    <div className="relative">
      <ResponsiveContainer width="100%" height={heightPx}>
        <ComposedChart
          data={points}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          title={measure === "wait" ? "Time until start, over time" : "Run time, over time"}
        >
          <CartesianGrid vertical={false} stroke="var(--color-hairline)" />
          <XAxis {...timeAxis(chart)} />
          <YAxis
            {...axisLook(fontSizePx)}
            axisLine={false}
            width={(fontSizePx ?? 11) * 4}
            ticks={ticks}
            domain={[0, ticks.at(-1) ?? 1]}
            tickFormatter={axisDuration}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--color-edge)" }}
            content={tipOf(chart, (bucket) => [
              { label: "p95", value: orDash(bucket[`${measure}_p95_seconds`]), mark: "bg-ink-faint/40" },
              { label: "p50", value: orDash(bucket[`${measure}_p50_seconds`]), mark: "bg-ink" },
            ])}
          />
          <Area
            dataKey="band"
            type="monotone"
            stroke="none"
            fill="var(--color-ink-faint)"
            fillOpacity={0.22}
            isAnimationActive={false}
            activeDot={false}
          />
          <Line
            dataKey="p95"
            type="monotone"
            stroke="var(--color-ink-faint)"
            strokeWidth={1}
            dot={{ r: 1.25, fill: "var(--color-ink-faint)", strokeWidth: 0 }}
            activeDot={false}
            isAnimationActive={false}
          />
          <Line
            dataKey="p50"
            type="monotone"
            stroke="var(--color-ink)"
            strokeWidth={1.75}
            // A step between two in which nothing finished is a point and no line.
            dot={{ r: 1.5, fill: "var(--color-ink)", strokeWidth: 0 }}
            activeDot={{ r: 3, fill: "var(--color-ink)", strokeWidth: 0 }}
            isAnimationActive={false}
          />
        </ComposedChart>
      </ResponsiveContainer>
      {points.every(({ p50 }) => p50 === null) && <NothingDrawn>{emptyWords}</NothingDrawn>}
    </div>
  );
}

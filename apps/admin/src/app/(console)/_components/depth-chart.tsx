"use client";

import { QUEUES, type Queue } from "@spool/contracts/job-states";
import {
  Area,
  AreaChart,
  CartesianGrid,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { countAxis, NothingDrawn, timeAxis, tipOf, type ChartProps } from "./chart-parts.tsx";
import { unrecorded } from "./unrecorded.ts";

/** The same hue for a queue as on every page. */
const HUE: Record<Queue, { colour: string; mark: string }> = {
  live: { colour: "var(--color-queue-live)", mark: "bg-queue-live" },
  default: { colour: "var(--color-queue-default)", mark: "bg-queue-default" },
  batch: { colour: "var(--color-queue-batch)", mark: "bg-queue-batch" },
};

const oneDigit = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: 1 });

/** How many jobs waited, by queue, one on top of the other. Where nobody looked, the chart is hatched. */
export function DepthChart(chart: ChartProps) {
  const { buckets, heightPx, fontSizePx } = chart;
  const gaps = unrecorded(buckets);
  const most = Math.max(
    0,
    ...buckets.map(({ waiting }) =>
      waiting === null ? 0 : QUEUES.reduce((sum, queue) => sum + waiting[queue], 0),
    ),
  );
  return (
    <div className="relative">
      <ResponsiveContainer width="100%" height={heightPx}>
        <AreaChart
          data={[...buckets]}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          title="Waiting jobs over time, by queue"
        >
          <defs>
            <pattern
              id="unrecorded"
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(-45)"
            >
              <path d="M0 0V6" stroke="var(--color-edge)" strokeWidth="1" opacity="0.6" />
            </pattern>
          </defs>
          <CartesianGrid vertical={false} stroke="var(--color-hairline)" />
          <XAxis {...timeAxis(chart)} />
          <YAxis {...countAxis(most, fontSizePx)} />
          {gaps.map(({ from, to }) => (
            <ReferenceArea
              key={from}
              x1={from}
              x2={to}
              fill="url(#unrecorded)"
              fillOpacity={1}
              ifOverflow="hidden"
            />
          ))}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--color-edge)" }}
            content={tipOf(chart, ({ waiting }) =>
              waiting === null
                ? [{ label: "not recorded: no worker ran", value: "", mark: "hatched" }]
                : QUEUES.map((queue) => ({
                    label: queue,
                    value: oneDigit(waiting[queue]),
                    mark: HUE[queue].mark,
                  })),
            )}
          />
          {/* What is served last lies at the bottom, so that a burst of live work stands out at the top. */}
          {[...QUEUES].reverse().map((queue) => (
            <Area
              key={queue}
              dataKey={`waiting.${queue}`}
              stackId="waiting"
              type="monotone"
              stroke={HUE[queue].colour}
              strokeWidth={1.5}
              fill={HUE[queue].colour}
              fillOpacity={0.35}
              isAnimationActive={false}
              activeDot={false}
            />
          ))}
        </AreaChart>
      </ResponsiveContainer>
      {buckets.every(({ waiting }) => waiting === null) && (
        <NothingDrawn>
          Nothing recorded yet. A running worker looks once a minute; start one, and this fills.
        </NothingDrawn>
      )}
    </div>
  );
}

"use client";

import { useRouter } from "next/navigation";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { countAxis, NothingDrawn, pointedBucket, timeAxis, tipOf, type ChartProps } from "./chart-parts.tsx";
import { finishedHref } from "./finished-href.ts";
import { useOpenOnEnter } from "./use-open-on-enter.tsx";

/** What finished in each step: completed, and failed on top of it. A click or Enter leads to the jobs of the step. */
export function FinishedChart({ emptyWords, ...chart }: ChartProps & { emptyWords: string }) {
  const { buckets, bucketSeconds, heightPx, fontSizePx } = chart;
  const router = useRouter();
  const open = (at: unknown) => {
    const bucket = pointedBucket(buckets, at);
    if (bucket !== undefined) router.push(finishedHref(["completed", "failed"], bucket.at, bucketSeconds));
  };
  const most = Math.max(0, ...buckets.map(({ completed, failed }) => completed + failed));
  const { onKeyDown, Follow } = useOpenOnEnter(open);
  return (
    <div className="relative cursor-pointer" onKeyDown={onKeyDown}>
      <ResponsiveContainer width="100%" height={heightPx}>
        <BarChart
          data={[...buckets]}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          barCategoryGap={1}
          onClick={({ activeLabel }) => open(activeLabel)}
          title="Finished jobs over time"
        >
          <CartesianGrid vertical={false} stroke="var(--color-hairline)" />
          <XAxis {...timeAxis(chart)} />
          <YAxis {...countAxis(most, fontSizePx)} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--color-hover)" }}
            content={tipOf(
              chart,
              ({ completed, failed }) => [
                { label: "completed", value: completed.toLocaleString("en"), mark: "bg-good" },
                { label: "failed", value: failed.toLocaleString("en"), mark: "bg-failed" },
              ],
              "Click to see these jobs",
            )}
          />
          <Bar dataKey="completed" stackId="finished" fill="var(--color-good)" isAnimationActive={false} />
          <Bar dataKey="failed" stackId="finished" fill="var(--color-failed)" isAnimationActive={false} />
          <Follow />
        </BarChart>
      </ResponsiveContainer>
      {most === 0 && <NothingDrawn>{emptyWords}</NothingDrawn>}
    </div>
  );
}

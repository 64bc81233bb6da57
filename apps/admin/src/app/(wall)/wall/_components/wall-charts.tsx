"use client";

import { useQuery } from "@tanstack/react-query";
import { QUEUES } from "@spool/contracts/job-states";
import { useEffect, useRef, useState } from "react";
import { lazyPart } from "../../../../lib/lazy-part.tsx";
import { queueStatsQuery } from "../../../../data/stats/queue-stats-query.ts";
import { RANGES, type Range } from "../../../../data/stats/throughput-query.ts";
import type { Throughput } from "../../../../data/stats/throughput.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { QueueName } from "../../../(console)/_components/queue-name.tsx";

const FinishedChart = lazyPart(() =>
  import("../../../(console)/_components/finished-chart.tsx").then((module) => module.FinishedChart),
);
const DepthChart = lazyPart(() =>
  import("../../../(console)/_components/depth-chart.tsx").then((module) => module.DepthChart),
);

export function WallCharts({ throughput, range }: { throughput: Throughput | undefined; range: Range }) {
  const { data: stats } = useQuery(queueStatsQuery(useSupabase()));
  if (throughput === undefined) return <div />;
  const { buckets, bucket_seconds: bucketSeconds } = throughput;
  const { step, words } = RANGES[range];
  return (
    <div className="flex min-h-0 flex-col gap-[1.2em]">
      <Titled title={`Finished per ${step}`}>
        {(size) => (
          <FinishedChart
            {...{ buckets, bucketSeconds, range }}
            {...size}
            emptyWords={`Nothing finished in the ${words}.`}
          />
        )}
      </Titled>
      <Titled
        title="Waiting"
        aside={
          stats &&
          QUEUES.map((queue) => (
            <QueueName
              key={queue}
              queue={queue}
              note={(stats.by_queue[queue].queued + stats.by_queue[queue].pending).toLocaleString("en")}
            />
          ))
        }
      >
        {(size) => <DepthChart {...{ buckets, bucketSeconds, range }} {...size} />}
      </Titled>
    </div>
  );
}

/** Of a telephone, and before the room is measured. */
const LEAST_HEIGHT_PX = 160;

interface TitledProps {
  title: string;
  aside?: React.ReactNode;
  children: (size: { heightPx: number; fontSizePx: number }) => React.ReactNode;
}

/** A chart that takes the room that is left, with writing of the size of what is around it. */
function Titled({ title, aside, children }: TitledProps) {
  const room = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ heightPx: LEAST_HEIGHT_PX, fontSizePx: 13 });
  useEffect(() => {
    const element = room.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setSize({
        heightPx: Math.max(LEAST_HEIGHT_PX, Math.floor(element.clientHeight)),
        fontSizePx: Math.round(parseFloat(getComputedStyle(element).fontSize) * 0.85),
      }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <section className="flex min-h-40 flex-1 flex-col lg:min-h-0">
      <h2 className="flex items-baseline gap-[1em] pb-[0.4em] text-ink-soft">
        {title}
        <span className="ml-auto flex gap-[1em]">{aside}</span>
      </h2>
      <div ref={room} className="min-h-0 flex-1 overflow-hidden">
        {children(size)}
      </div>
    </section>
  );
}

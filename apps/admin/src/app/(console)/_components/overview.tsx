"use client";

import { ChartsSection } from "./charts-section.tsx";
import { FinishedStrip } from "./finished-strip.tsx";
import { Headline } from "./headline.tsx";
import { NeedsYouPanel } from "./needs-you-panel.tsx";
import { NodesPanel } from "./nodes-panel.tsx";
import { QueuesPanel } from "./queues-panel.tsx";
import { RunningPanel } from "./running-panel.tsx";

/** One glance: how much there is, what runs, what needs somebody, what happened, what came out. */
export function Overview() {
  return (
    <main className="flex flex-col gap-4 p-4 sm:p-6">
      <Headline />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_22.5rem]">
        <RunningPanel />
        <NeedsYouPanel />
      </div>
      <ChartsSection />
      <FinishedStrip />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_22.5rem]">
        <QueuesPanel />
        <NodesPanel />
      </div>
    </main>
  );
}

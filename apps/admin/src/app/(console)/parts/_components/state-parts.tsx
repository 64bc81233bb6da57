"use client";

import { JOB_STATUSES } from "@spool/contracts/job-states";
import { Button } from "@spool/ui/button";
import { CopyId } from "@spool/ui/copy-id";
import { LiveDot } from "@spool/ui/live-dot";
import { Meter } from "@spool/ui/meter";
import { MovingNumber } from "@spool/ui/moving-number";
import { EmptyState, ErrorState, Skeleton } from "@spool/ui/notice";
import { Panel } from "@spool/ui/panel";
import { ProgressBar } from "@spool/ui/progress-bar";
import { Sparkline } from "@spool/ui/sparkline";
import { SpoolMark } from "@spool/ui/spool-mark";
import { StatusMark, StatusShape } from "@spool/ui/status-mark";
import { useState } from "react";
import { Part } from "./part.tsx";

const BURST = Array.from({ length: 60 }, (_, minute) =>
  minute < 20 ? minute % 3 : minute < 40 ? 12 - (minute % 7) : 0,
);

/** What says how something is. */
export function StateParts() {
  const [count, setCount] = useState(12_345);
  return (
    <>
      <Part name="StatusMark">
        {JOB_STATUSES.map((status) => (
          <StatusMark key={status} status={status} />
        ))}
      </Part>
      <Part name="StatusShape">
        {JOB_STATUSES.map((status) => (
          <StatusShape key={status} status={status} className="size-5" />
        ))}
      </Part>
      <Part name="LiveDot">
        <LiveDot tone="live" words="live" />
        <LiveDot tone="connecting" words="connecting" />
        <LiveDot tone="reconnecting" words="reconnecting, data from 12 s ago" />
        <LiveDot tone="offline" words="offline, data from 5 min ago" />
      </Part>
      <Part name="ProgressBar">
        <ProgressBar ratio={0} label="Not begun" />
        <ProgressBar ratio={0.62} label="Under way" />
        <ProgressBar ratio={0.62} isMoving={false} label="Standing still" />
        <ProgressBar ratio={1} label="Done" />
      </Part>
      <Part name="Meter">
        <Meter ratio={0} label="Empty" />
        <Meter ratio={0.4} label="Less than half" />
        <Meter ratio={0.95} label="Nearly full" />
        <Meter ratio={1.4} label="More than full" />
      </Part>
      <Part name="Sparkline">
        <Sparkline
          values={BURST}
          label="A burst in the middle of the hour"
          className="w-60 text-queue-default"
        />
        <Sparkline values={[]} label="Nothing known" className="w-20" />
        <Sparkline values={BURST.map(() => 0)} label="Nothing happened" className="w-60 text-queue-batch" />
      </Part>
      <Part name="MovingNumber">
        <span className="text-figure font-semibold">
          <MovingNumber value={count} />
        </span>
        <Button onClick={() => setCount((now) => now + 987)}>Count on</Button>
      </Part>
      <Part name="CopyId">
        <CopyId id="0198a9c4-7e0e-7d4b-9f43-000000000001" />
      </Part>
      <Part name="SpoolMark">
        <SpoolMark />
        <SpoolMark className="size-10" />
      </Part>
      <Part name="Panel">
        <Panel
          title="A part of a page"
          aside={<span className="text-xs text-ink-soft">an aside</span>}
          className="w-full"
        >
          <p className="px-4 py-3">What stands in it.</p>
        </Panel>
      </Part>
      <Part name="EmptyState">
        <Panel title="Nothing yet" className="w-full">
          <EmptyState action={<Button variant="primary">Do something about it</Button>}>
            Nothing is here, and this is why.
          </EmptyState>
        </Panel>
      </Part>
      <Part name="ErrorState">
        <ErrorState
          title="The jobs could not be loaded"
          reason="The API could not be reached. Check the connection and try again."
          action={<Button>Try again</Button>}
        />
        <ErrorState title="Without a way out" reason={`A word that does not break: ${"long".repeat(40)}`} />
      </Part>
      <Part name="Skeleton">
        <Skeleton className="h-6 w-32" />
        <Skeleton className="h-20 w-full" />
      </Part>
    </>
  );
}

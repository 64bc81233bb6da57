"use client";

import { Button } from "@spool/ui/button";
import { Bell, BellRing } from "lucide-react";
import { toast } from "sonner";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { unwatchJob, useIsWatched, watchJob } from "../../../../../live/watched-jobs.ts";

/** Has the reader told when the job ends, wherever in the console they are by then. */
export function WatchButton({ job }: { job: Job }) {
  const isWatched = useIsWatched(job.id);

  async function watch(): Promise<void> {
    const permission = await watchJob(job);
    if (permission !== "granted")
      toast("You are told here when it ends", {
        description: "This browser does not let the console notify you while you look elsewhere.",
      });
  }

  const Icon = isWatched ? BellRing : Bell;
  return (
    <Button
      aria-pressed={isWatched}
      onClick={() => {
        if (isWatched) unwatchJob(job.id);
        else void watch();
      }}
    >
      <Icon aria-hidden="true" className={isWatched ? "size-3.5 text-lamp" : "size-3.5"} />
      {isWatched ? "Watching" : "Tell me when it ends"}
    </Button>
  );
}

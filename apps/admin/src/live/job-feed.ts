"use client";

import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { applyJobChanges, forgetJob } from "../data/jobs/apply-job-changes.ts";
import type { JobChange } from "../data/jobs/job-row.ts";
import { readJobStates } from "../data/jobs/job-states.ts";
import { jobsKeys } from "../data/jobs/keys.ts";
import { LiveIndex } from "../data/jobs/live-index.ts";
import { queueOrderKeys } from "../data/queues/queue-order-query.ts";
import { statsKeys } from "../data/stats/keys.ts";
import { useSupabase, type Supabase } from "../lib/supabase-browser.tsx";
import { readDeletedJob, readJobChange } from "./event-payloads.ts";
import { createPacer } from "./pacer.ts";
import { announceIfWatched, watchedJobIds } from "./watched-jobs.ts";

/** Lists and counts are asked for again at most this often. */
const LOOK_AGAIN_MS = 1_000;
/** Charts of a day change little in a second, and cost more than a count. */
const REDRAW_MS = 2_000;
/** A hidden tab draws no frames; it takes in what it heard this often. */
const HIDDEN_FLUSH_MS = 500;
/** Whoever waits for a job may look elsewhere for a moment. */
const ANNOUNCED_MS = 15_000;

/**
 * Gathers what project topics say about jobs and lays it over the cache once a frame, however much arrives.
 *
 * A row is taken from its event. Lists and counts, which an event cannot know, are asked for again.
 */
function createJobFeed(queryClient: QueryClient, supabase: Supabase) {
  const index = new LiveIndex();
  const arrived = new Map<string, JobChange>();
  let isFlushWanted = false;

  const lookAgain = createPacer(
    () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: jobsKeys.lists }),
        queryClient.invalidateQueries({ queryKey: jobsKeys.glances }),
        queryClient.invalidateQueries({ queryKey: queueOrderKeys.all }),
        queryClient.invalidateQueries({ queryKey: statsKeys.queues }),
      ]),
    LOOK_AGAIN_MS,
  );

  const redraw = createPacer(
    () => queryClient.invalidateQueries({ queryKey: statsKeys.throughputs }),
    REDRAW_MS,
  );

  function lookAgainAtAll(): void {
    lookAgain.request();
    redraw.request();
  }

  function announce(change: JobChange): void {
    announceIfWatched(change, (words, title, jobId) =>
      toast(words, {
        description: title,
        duration: ANNOUNCED_MS,
        action: { label: "Open", onClick: () => location.assign(`/jobs/${jobId}`) },
      }),
    );
  }

  /** Of those that ended while nobody listened no event tells any more. */
  async function announceMissed(): Promise<void> {
    const jobIds = watchedJobIds();
    if (jobIds.length === 0) return;
    for (const state of await readJobStates(supabase, jobIds)) announce(state);
  }
  // Where nobody answers, the next join looks again.
  const lookAtWatched = createPacer(() => announceMissed().catch(() => undefined), LOOK_AGAIN_MS);

  function flush(): void {
    isFlushWanted = false;
    applyJobChanges(queryClient, arrived);
    arrived.clear();
  }

  function wantFlush(): void {
    if (isFlushWanted) return;
    isFlushWanted = true;
    if (document.hidden) setTimeout(flush, HIDDEN_FLUSH_MS);
    else requestAnimationFrame(flush);
  }

  return {
    changed(payload: unknown): void {
      const change = readJobChange(payload);
      if (change === null) {
        lookAgainAtAll();
        return;
      }
      const verdict = index.note(change);
      if (verdict === "stale") return;
      arrived.set(change.id, change);
      announce(change);
      wantFlush();
      if (verdict === "moved") lookAgainAtAll();
    },
    deleted(payload: unknown): void {
      const job = readDeletedJob(payload);
      if (job !== null) forgetJob(queryClient, job.id);
      lookAgainAtAll();
    },
    /** Many rows changed at once, or events were missed: everything about jobs is asked for again. */
    lost(): void {
      lookAgainAtAll();
      void queryClient.invalidateQueries({ queryKey: jobsKeys.details });
      lookAtWatched.request();
    },
    stop: () => {
      lookAgain.stop();
      redraw.stop();
      lookAtWatched.stop();
    },
  };
}

export type JobFeed = ReturnType<typeof createJobFeed>;

export function useJobFeed(): JobFeed {
  const queryClient = useQueryClient();
  const supabase = useSupabase();
  const [feed] = useState(() => createJobFeed(queryClient, supabase));
  useEffect(() => () => feed.stop(), [feed]);
  return feed;
}

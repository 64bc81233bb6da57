"use client";

import { useState } from "react";
import type { JobRow } from "../data/jobs/job-row.ts";
import { useNowMs } from "../time/clock.tsx";
import { hearProgress, HORIZON_SECONDS, projectRatio, secondsLeft } from "./progress-projection.ts";

/** Where a job's bar stands, where it glides to until the next news, and how long it may still take. */
export function useProgress({
  progress_ratio: ratio,
  updated_at: updatedAt,
}: Pick<JobRow, "progress_ratio" | "updated_at">) {
  const nowMs = useNowMs();
  const heardAtMs = Date.parse(updatedAt);
  const [motion, setMotion] = useState(() => hearProgress(null, ratio, heardAtMs));
  const heard = hearProgress(motion, ratio, heardAtMs);
  if (heard !== motion) setMotion(heard);

  return {
    ratio,
    towardsRatio: projectRatio(heard, heard.heardAtMs + HORIZON_SECONDS * 1_000),
    travelSeconds: HORIZON_SECONDS,
    secondsLeft: secondsLeft(heard, nowMs),
  };
}

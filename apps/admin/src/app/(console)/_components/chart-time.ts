import type { Range } from "../../../data/stats/throughput-query.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How far apart the words under a chart stand. */
const TICK_MS: Record<Range, number> = { "1h": HOUR_MS / 6, "24h": 4 * HOUR_MS, "7d": DAY_MS };

/** The buckets under which a time is written: the first of each ten minutes, four hours or day of the reader's own clock. */
export function timeTicks(moments: readonly string[], range: Range): string[] {
  const stretch = (moment: string): number => {
    const at = new Date(moment);
    return Math.floor((at.getTime() - at.getTimezoneOffset() * 60_000) / TICK_MS[range]);
  };
  return moments.filter((moment, index) => {
    const former = moments[index - 1];
    return former !== undefined && stretch(moment) !== stretch(former);
  });
}

/** `14:20`, or `Mon 17` where a step of the axis is a day. */
export function tickWords(moment: string, range: Range): string {
  const at = new Date(moment);
  return range === "7d"
    ? at.toLocaleDateString("en", { weekday: "short", day: "numeric" })
    : at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

/** What a bucket spans, in the reader's zone: `Mon 17 Nov, 14:00–14:30`. */
export function bucketWords(moment: string, bucketSeconds: number): string {
  const at = new Date(moment);
  const end = new Date(at.getTime() + bucketSeconds * 1_000);
  const day = at.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short" });
  return `${day}, ${tickWords(moment, "1h")}–${tickWords(end.toISOString(), "1h")}`;
}

const DURATION_STEPS_SECONDS = [
  0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400, 172_800, 604_800,
]; // prettier-ignore
const MAX_STEPS = 4;

/** Round lengths of time from 0 to what covers `maxSeconds`, in at most four steps; more where it is months. */
export function durationTicks(maxSeconds: number): number[] {
  const step = DURATION_STEPS_SECONDS.find((seconds) => seconds * MAX_STEPS >= maxSeconds) ?? 604_800;
  const steps = Math.max(1, Math.ceil(maxSeconds / step));
  return Array.from({ length: steps + 1 }, (_, index) => index * step);
}

/** Round numbers from 0 to what covers `most`, in at most four steps of whole jobs. */
export function countTicks(most: number): number[] {
  const least = Math.max(1, most / MAX_STEPS);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= least) ?? 10 * power;
  const steps = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: steps + 1 }, (_, index) => index * step);
}

/** A round length of time, in one unit: `0`, `0.5 s`, `15 m`, `2 h`, `3 d`. */
export function axisDuration(seconds: number): string {
  if (seconds === 0) return "0";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${seconds / 60} m`;
  return seconds < 86_400 ? `${seconds / 3_600} h` : `${seconds / 86_400} d`;
}

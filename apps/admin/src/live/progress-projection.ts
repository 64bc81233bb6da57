/** What is known of a bar that moves: where it was when last heard of, and how fast it goes. */
export interface Motion {
  /** Done when last heard of, 0 to 1. */
  ratio: number;
  heardAtMs: number;
  ratioPerSecond: number;
}

/** The bar goes on by itself for this long after the last news; then it waits. */
export const HORIZON_SECONDS = 2;

/** A bar that nobody said was finished does not look finished. */
const ALMOST_DONE = 0.99;

/** How much the newest speed counts against those before it. */
const NEWEST_SPEED_WEIGHT = 0.4;

/** A step back larger than this is a new beginning, not an estimate that was too high. */
const RESTART_DROP = 0.1;

/** Takes in that `ratio` is done at `nowMs`. Speeds are smoothed; news of the same ratio changes nothing. */
export function hearProgress(held: Motion | null, ratio: number, nowMs: number): Motion {
  if (held === null || ratio < held.ratio - RESTART_DROP)
    return { ratio, heardAtMs: nowMs, ratioPerSecond: 0 };
  const elapsedSeconds = (nowMs - held.heardAtMs) / 1_000;
  if (ratio === held.ratio || elapsedSeconds <= 0) return held;
  const speed = Math.max(0, ratio - held.ratio) / elapsedSeconds;
  const ratioPerSecond =
    held.ratioPerSecond === 0
      ? speed
      : held.ratioPerSecond * (1 - NEWEST_SPEED_WEIGHT) + speed * NEWEST_SPEED_WEIGHT;
  return { ratio, heardAtMs: nowMs, ratioPerSecond };
}

/** Where the bar may be by `nowMs`: never behind what is known, never further than the horizon, never quite done. */
export function projectRatio(motion: Motion, nowMs: number): number {
  const elapsedSeconds = Math.min(HORIZON_SECONDS, Math.max(0, (nowMs - motion.heardAtMs) / 1_000));
  const projected = motion.ratio + motion.ratioPerSecond * elapsedSeconds;
  return Math.max(motion.ratio, Math.min(ALMOST_DONE, projected));
}

/** Seconds until it is done at the present speed, or null while there is none to go by. */
export function secondsLeft(motion: Motion, nowMs: number): number | null {
  if (motion.ratioPerSecond <= 0) return null;
  return (1 - projectRatio(motion, nowMs)) / motion.ratioPerSecond;
}

/** The part of its length after which an eased movement is over: what is left of the way is 0.4 %, and nobody sees it. */
export const EASED_UNTIL_RATIO = 0.84;

/** How far a movement is that began at `fromSeconds` and takes `lengthSeconds`: 0 before, 1 after, fast first in between. */
export function eased(nowSeconds: number, fromSeconds: number, lengthSeconds: number): number {
  const ratio = linear(nowSeconds, fromSeconds, lengthSeconds);
  return ratio >= EASED_UNTIL_RATIO ? 1 : 1 - (1 - ratio) ** 3;
}

/** The same, slow first. */
export function easedIn(nowSeconds: number, fromSeconds: number, lengthSeconds: number): number {
  return linear(nowSeconds, fromSeconds, lengthSeconds) ** 2;
}

/** The same, slow first and last: for what goes from one place to another. */
export function easedThrough(nowSeconds: number, fromSeconds: number, lengthSeconds: number): number {
  const ratio = linear(nowSeconds, fromSeconds, lengthSeconds);
  return ratio * ratio * (3 - 2 * ratio);
}

/** The same at one speed. */
export function linear(nowSeconds: number, fromSeconds: number, lengthSeconds: number): number {
  return Math.min(1, Math.max(0, (nowSeconds - fromSeconds) / lengthSeconds));
}

/** Lengths of the movements, in seconds. What moves is drawn again and again for that long, and then stands still. */
export const MOVES = {
  /** A scene's frame comes in. */
  scene: 0.4,
  /** A scene leaves. */
  exit: 0.2,
  /** A word, a line, a card appears. */
  appear: 0.4,
  /** Words follow each other at most this far apart. */
  stagger: 0.075,
  /** What was spoken steps back. */
  dim: 0.3,
  /** A bar, a line or a slice of a chart grows. */
  chart: 0.9,
  /** A formula writes itself, or turns into the next. */
  write: 1.1,
  /** A picture settles. */
  settle: 1.2,
  /** The progress line moves on. */
  progress: 0.35,
  /** One second of the countdown falls off the ring. */
  tick: 0.3,
  /** A caption changes. */
  caption: 0.1,
} as const;

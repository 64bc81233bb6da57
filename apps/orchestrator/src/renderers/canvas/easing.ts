/** How far a movement is that began at `fromSeconds` and takes `lengthSeconds`: 0 before, 1 after, fast first in between. */
export function eased(nowSeconds: number, fromSeconds: number, lengthSeconds: number): number {
  const ratio = Math.min(1, Math.max(0, (nowSeconds - fromSeconds) / lengthSeconds));
  return 1 - (1 - ratio) ** 3;
}

/** Lengths of the movements, in seconds. Whatever moves is drawn in every frame for that long, and then stands still. */
export const MOVES = {
  /** A scene's frame comes in. */
  scene: 0.4,
  /** A line appears. */
  line: 0.4,
  /** A line that was spoken steps back. */
  dim: 0.3,
  /** The progress line moves on. */
  progress: 0.35,
  /** One second of the countdown falls off the ring. */
  tick: 0.3,
  /** A caption changes. */
  caption: 0.1,
  /** A scene leaves. */
  exit: 0.2,
} as const;

/** The same, slow first. */
export function easedIn(nowSeconds: number, fromSeconds: number, lengthSeconds: number): number {
  const ratio = Math.min(1, Math.max(0, (nowSeconds - fromSeconds) / lengthSeconds));
  return ratio ** 2;
}

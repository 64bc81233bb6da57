import { eased, MOVES } from "./easing.ts";

/** What a countdown shows `elapsedSeconds` after its start (negative before it): the number, and how full the ring is. */
export function countdown(elapsedSeconds: number, seconds: number): { left: number; arcRatio: number } {
  const ticks = Math.min(seconds, Math.max(0, Math.floor(elapsedSeconds + 1e-6)));
  const falling = ticks === 0 ? 0 : 1 - eased(elapsedSeconds, ticks, MOVES.tick);
  return { left: seconds - ticks, arcRatio: seconds === 0 ? 0 : (seconds - ticks + falling) / seconds };
}

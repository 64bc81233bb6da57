import type { Storyboard } from "../../storyboard/storyboard.ts";
import { movementsOf } from "./movements.ts";

/** Nothing is shown for longer than this without a frame, so that players that jump find a picture at once. */
const LONGEST_STILL_SECONDS = 1;

export interface FrameTime {
  /** Number on the grid of `fps` frames a second. */
  frame: number;
  /** Whether the picture differs from the one before it; otherwise that one is sent again. */
  isNew: boolean;
}

/**
 * The frames that a video needs: all of them while something moves, one a second while nothing does.
 *
 * A minute of video at 30 frames a second comes to a few hundred of its 1,800.
 */
export function frameTimes(storyboard: Storyboard, fps: number): FrameTime[] {
  const total = Math.round(storyboard.durationSeconds * fps);
  const isMoving = new Uint8Array(total);
  for (const { fromSeconds, lengthSeconds } of Object.values(movementsOf(storyboard)).flat()) {
    const first = Math.max(0, Math.floor(fromSeconds * fps));
    // One frame past its end, for the state in which it stays.
    const last = Math.min(total - 1, Math.ceil((fromSeconds + lengthSeconds) * fps) + 1);
    for (let frame = first; frame <= last; frame += 1) isMoving[frame] = 1;
  }

  const frames: FrameTime[] = [];
  let lastSent = -Infinity;
  for (let frame = 0; frame < total; frame += 1) {
    const isNew = frame === 0 || isMoving[frame] === 1;
    const isDue = frame - lastSent >= LONGEST_STILL_SECONDS * fps || frame === total - 1;
    if (!isNew && !isDue) continue;
    frames.push({ frame, isNew });
    lastSent = frame;
  }
  return frames;
}

import { type Layer, lookAt } from "./layer.ts";

/** Nothing is shown for longer than this without a frame, so that players that jump find a picture at once. */
const LONGEST_STILL_SECONDS = 1;

export interface FrameTime {
  /** Number on the grid of `fps` frames a second, from the start of the video. */
  frame: number;
  /** Whether the picture differs from the one before it; otherwise that one is sent again. */
  isNew: boolean;
}

/** A part of a video: from a frame up to, and without, another. */
export interface FrameRange {
  fromFrame: number;
  untilFrame: number;
}

/**
 * The frames that a part of a video needs: all of them while something moves, half of them while it moves slowly, one
 * a second while nothing does.
 *
 * @param isEnd Whether the video ends with the part; its last frame is then sent in any case, for the length.
 */
export function frameTimes(
  layers: readonly Layer[],
  { fromFrame, untilFrame }: FrameRange,
  fps: number,
  isEnd: boolean,
): FrameTime[] {
  const frames: FrameTime[] = [];
  const looks = new Float64Array(layers.length).fill(NaN);
  let lastSent = -Infinity;
  for (let frame = fromFrame; frame < untilFrame; frame += 1) {
    let isNew = frame === fromFrame;
    for (const [index, layer] of layers.entries()) {
      const { id } = lookAt(layer, frame / fps);
      if (id !== looks[index]) isNew = true;
      looks[index] = id;
    }
    const isDue = frame - lastSent >= LONGEST_STILL_SECONDS * fps || (isEnd && frame === untilFrame - 1);
    if (!isNew && !isDue) continue;
    frames.push({ frame, isNew });
    lastSent = frame;
  }
  return frames;
}

import { createHash } from "node:crypto";
import type { Storyboard } from "@spool/contracts/storyboard";
import type { FrameRange } from "./frame-times.ts";

/** A part of a video that is drawn and encoded by itself, between borders of scenes. */
export interface Segment extends FrameRange {
  index: number;
  isEnd: boolean;
  /** Its file, inside the folder `segments`. Says what is in it: the same name, the same pictures. */
  fileName: string;
}

/** Short ones share out evenly; long ones save the start of an encoder and a keyframe, and lose more when killed. */
const SHORTEST_SECONDS = 4;
const LONGEST_SECONDS = 20;

/**
 * Cuts a video at borders of scenes into segments for `lanes` processes.
 *
 * @param pictureKey All that the pictures depend on beside the storyboard, such as their size.
 */
export function planSegments(
  storyboard: Storyboard,
  { fps, lanes, pictureKey }: { fps: number; lanes: number; pictureKey: string },
): Segment[] {
  const { scenes, durationSeconds } = storyboard;
  const aimSeconds = Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, durationSeconds / (3 * lanes)));
  const lastFrame = Math.round(durationSeconds * fps);
  const borders = [0];
  for (const { startSeconds } of scenes) {
    const frame = Math.ceil(startSeconds * fps - 1e-6);
    const isFarEnough = frame - (borders.at(-1) ?? 0) >= aimSeconds * fps;
    if (isFarEnough && lastFrame - frame >= (SHORTEST_SECONDS * fps) / 2) borders.push(frame);
  }
  const key = createHash("sha256")
    .update(JSON.stringify(storyboard))
    .update(pictureKey)
    .digest("hex")
    .slice(0, 12);
  return borders.map((fromFrame, index) => {
    const untilFrame = borders[index + 1] ?? lastFrame;
    const isEnd = untilFrame === lastFrame;
    const fileName = `${String(index).padStart(3, "0")}-${key}-${fromFrame}-${untilFrame}.mkv`;
    return { index, fromFrame, untilFrame, isEnd, fileName };
  });
}

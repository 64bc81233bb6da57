import type { SKRSContext2D } from "@napi-rs/canvas";
import type { Storyboard } from "../../storyboard/storyboard.ts";
import { eased, MOVES } from "./easing.ts";
import type { Layout } from "./layout.ts";
import { THEME } from "./theme.ts";

/** How far the video is. It moves on at the end of each sentence, not all the time: see `frame-times.ts`. */
export function drawProgress(
  context: SKRSContext2D,
  { progress: box }: Layout,
  storyboard: Storyboard,
  nowSeconds: number,
): void {
  context.fillStyle = THEME.hairline;
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, box.height / 2);
  context.fill();

  const filled = box.width * progressRatio(storyboard, nowSeconds);
  context.fillStyle = THEME.accent;
  context.beginPath();
  context.roundRect(box.x, box.y, Math.max(box.height, filled), box.height, box.height / 2);
  context.fill();
  context.beginPath();
  context.arc(box.x + Math.max(box.height, filled), box.y + box.height / 2, box.height * 1.4, 0, 2 * Math.PI);
  context.fill();

  context.fillStyle = THEME.backgroundBottom;
  for (const { startSeconds } of storyboard.scenes.slice(1)) {
    context.fillRect(
      box.x + (box.width * startSeconds) / storyboard.durationSeconds - 2,
      box.y,
      4,
      box.height,
    );
  }
}

/** 0 to 1: the last step that was reached, and the movement towards it. */
export function progressRatio({ progressSteps, durationSeconds }: Storyboard, nowSeconds: number): number {
  const index = progressSteps.findLastIndex((at) => at <= nowSeconds);
  const reached = progressSteps[index];
  if (reached === undefined) return 0;
  const before = progressSteps[index - 1] ?? 0;
  return (before + (reached - before) * eased(nowSeconds, reached, MOVES.progress)) / durationSeconds;
}

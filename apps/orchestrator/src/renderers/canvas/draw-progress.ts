import type { Storyboard } from "@spool/contracts/storyboard";
import { eased, MOVES } from "./easing.ts";
import { arrive, type Layer } from "./layer.ts";
import { grow } from "./layout.ts";
import { asRead, fillPanel, type Stage } from "./scene-plan.ts";

/** How far the video is. It moves on at the end of each sentence, not all the time: see `frame-times.ts`. */
export function progressLayer(storyboard: Storyboard, stage: Stage): Layer {
  const { layout, theme } = stage;
  const box = layout.progress;
  return {
    box: grow(box, 12),
    fromSeconds: 0,
    untilSeconds: storyboard.durationSeconds + 1,
    moves: storyboard.progressSteps.map((atSeconds) => arrive(atSeconds, MOVES.progress)),
    draw(context, now) {
      fillPanel(context, box, box.height / 2, theme.hairline);
      const filled = Math.max(box.height, box.width * progressRatio(storyboard, now));
      const line = asRead({ ...box, width: filled }, stage);
      fillPanel(context, line, box.height / 2, theme.accent);
      context.beginPath();
      const tip = stage.isRightToLeft ? line.x : line.x + line.width;
      context.arc(tip, box.y + box.height / 2, box.height * 1.4, 0, 2 * Math.PI);
      context.fill();
      context.fillStyle = theme.backgroundBottom;
      for (const { startSeconds } of storyboard.scenes.slice(1)) {
        const at = box.x + (box.width * startSeconds) / storyboard.durationSeconds;
        const cut = asRead({ ...box, x: at - 2, width: 4 }, stage);
        context.fillRect(cut.x, cut.y, cut.width, cut.height);
      }
    },
  };
}

/** 0 to 1: the last step that was reached, and the movement towards it. */
export function progressRatio(
  { progressSteps, durationSeconds }: Pick<Storyboard, "progressSteps" | "durationSeconds">,
  nowSeconds: number,
): number {
  const index = progressSteps.findLastIndex((at) => at <= nowSeconds);
  const reached = progressSteps[index];
  if (reached === undefined) return 0;
  const before = progressSteps[index - 1] ?? 0;
  return (before + (reached - before) * eased(nowSeconds, reached, MOVES.progress)) / durationSeconds;
}

import type { Storyboard } from "../../storyboard/storyboard.ts";
import { captionDrawer } from "./draw-captions.ts";
import { drawHeader } from "./draw-header.ts";
import { drawProgress } from "./draw-progress.ts";
import { drawnScene } from "./drawn-scene.ts";
import { MOVES } from "./easing.ts";
import type { Layer } from "./layer.ts";
import type { Box, Layout } from "./layout.ts";
import { movementsOf } from "./movements.ts";
import { sceneDrawer } from "./scene-drawer.ts";

/** Everything that a storyboard shows, from behind to front. */
export function layersOf(storyboard: Storyboard, layout: Layout): Layer[] {
  const movements = movementsOf(storyboard);
  const always = { fromSeconds: 0, untilSeconds: storyboard.durationSeconds + 1 };
  const drawCaption = captionDrawer(layout, storyboard.captions);
  return [
    ...storyboard.scenes.map(drawnScene).flatMap((scene): Layer[] => {
      const { startSeconds, endSeconds } = scene;
      const life = { fromSeconds: startSeconds, untilSeconds: endSeconds };
      const isLast = endSeconds >= storyboard.durationSeconds;
      const exit = isLast
        ? {}
        : { exit: { fromSeconds: endSeconds - MOVES.exit, lengthSeconds: MOVES.exit } };
      return [
        {
          ...life,
          ...exit,
          box: grow(layout.header, 20),
          moves: movements.header,
          draw: (context, now) => drawHeader(context, layout, storyboard, scene, now),
        },
        {
          ...life,
          ...exit,
          box: grow(layout.body, 30),
          moves: movements.body,
          draw: sceneDrawer(layout, scene, storyboard.title),
        },
      ];
    }),
    { ...always, box: grow(layout.captions, 10), moves: movements.captions, draw: drawCaption },
    {
      ...always,
      box: grow(layout.progress, 12),
      moves: movements.progress,
      draw: (context, now) => drawProgress(context, layout, storyboard, now),
    },
  ];
}

function grow({ x, y, width, height }: Box, marginPx: number): Box {
  return { x: x - marginPx, y: y - marginPx, width: width + 2 * marginPx, height: height + 2 * marginPx };
}

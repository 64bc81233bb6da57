import type { Storyboard } from "../../storyboard/storyboard.ts";
import { drawnScene, type DrawnScene } from "./drawn-scene.ts";
import { MOVES } from "./easing.ts";
import { move, type Movement } from "./layer.ts";

/** The parts of a picture that move for reasons of their own. */
type Region = "header" | "body" | "captions" | "progress";

/**
 * When each part of the picture moves; in between it stands still and is neither drawn nor sent.
 * Whoever adds a movement to a drawing adds it here.
 */
export function movementsOf(storyboard: Storyboard): Record<Region, Movement[]> {
  const { scenes, captions, progressSteps } = storyboard;
  const starts = scenes.map(({ startSeconds }) => move(startSeconds, MOVES.scene));
  return {
    header: starts,
    body: [...starts, ...scenes.map(drawnScene).flatMap(bodyMovements)].sort(
      (a, b) => a.fromSeconds - b.fromSeconds,
    ),
    captions: captions
      .flatMap(({ startSeconds, endSeconds }) => [
        move(startSeconds, MOVES.caption),
        move(endSeconds, MOVES.caption),
      ])
      .sort((a, b) => a.fromSeconds - b.fromSeconds),
    progress: progressSteps.map((atSeconds) => move(atSeconds, MOVES.progress)),
  };
}

function bodyMovements({ lines, timer }: DrawnScene): Movement[] {
  return [
    ...lines.flatMap(({ appearsAtSeconds, spokenUntilSeconds }) => [
      move(appearsAtSeconds, MOVES.line),
      move(spokenUntilSeconds, MOVES.dim),
    ]),
    ...ticks(timer).map((atSeconds) => move(atSeconds, MOVES.tick)),
  ];
}

function ticks(timer: DrawnScene["timer"]): number[] {
  if (timer === null) return [];
  const seconds = Math.round(timer.endSeconds - timer.startSeconds);
  return Array.from({ length: seconds + 1 }, (_tick, index) => timer.startSeconds + index);
}

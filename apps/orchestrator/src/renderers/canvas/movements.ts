import type { Storyboard } from "../../storyboard/storyboard.ts";
import { drawnScene, type DrawnScene } from "./drawn-scene.ts";
import { MOVES } from "./easing.ts";

/** A stretch of time in which a part of the picture changes. */
export interface Movement {
  fromSeconds: number;
  lengthSeconds: number;
}

/** The parts of a picture that move for reasons of their own. */
export const REGIONS = ["header", "body", "captions", "progress"] as const;
export type Region = (typeof REGIONS)[number];

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

/**
 * Names what a part of the picture looks like at a time: equal names, equal looks. While something moves every time
 * has its own name.
 */
export function stateAt(movements: readonly Movement[], nowSeconds: number): string {
  let begun = 0;
  for (const { fromSeconds, lengthSeconds } of movements) {
    if (fromSeconds > nowSeconds) break;
    if (nowSeconds <= fromSeconds + lengthSeconds) return `moving at ${nowSeconds}`;
    begun += 1;
  }
  return `still after ${begun}`;
}

const move = (fromSeconds: number, lengthSeconds: number): Movement => ({ fromSeconds, lengthSeconds });

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

import type { SKRSContext2D } from "@napi-rs/canvas";
import type { Box } from "./layout.ts";

/** A stretch of time in which something changes. */
export interface Movement {
  fromSeconds: number;
  lengthSeconds: number;
}

/**
 * One thing in the picture. How it looks depends on nothing but the time; when it stands still it is neither drawn
 * nor sent, so whoever adds a movement to a drawing adds it to `moves`.
 */
export interface Layer {
  /** Nothing is drawn outside it, not even on the way in. */
  box: Box;
  fromSeconds: number;
  untilSeconds: number;
  moves: readonly Movement[];
  /** How it leaves: it fades into the backdrop. Absent for what stays over the borders of scenes. */
  exit?: Movement;
  draw(context: SKRSContext2D, nowSeconds: number): void;
}

export const move = (fromSeconds: number, lengthSeconds: number): Movement => ({
  fromSeconds,
  lengthSeconds,
});

/** A layer's looks at a time: equal numbers, equal looks. NaN, equal to nothing, while it moves. */
export function lookAt(layer: Layer, nowSeconds: number): number {
  if (nowSeconds < layer.fromSeconds || nowSeconds >= layer.untilSeconds) return -1;
  let begun = 0;
  for (const { fromSeconds, lengthSeconds } of layer.moves) {
    if (fromSeconds > nowSeconds) continue;
    if (nowSeconds <= fromSeconds + lengthSeconds) return NaN;
    begun += 1;
  }
  const { exit } = layer;
  if (exit !== undefined && exit.fromSeconds <= nowSeconds) return NaN;
  return begun;
}

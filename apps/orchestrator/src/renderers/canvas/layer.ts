import type { SKRSContext2D } from "@napi-rs/canvas";
import { EASED_UNTIL_RATIO } from "./easing.ts";
import type { Box } from "./layout.ts";

/** A stretch of time in which something changes. */
export interface Movement {
  fromSeconds: number;
  lengthSeconds: number;
  /** How long after its start it is so slow that 15 frames a second show it as well as 30. Absent: never. */
  slowAfterSeconds?: number;
}

/** Frames a second for what is slow. */
const SLOW_FPS = 15;
/** Of an eased movement 6 % are left here: less than 3 pixels of what comes in, over a seventh of a second. */
const SLOW_AFTER_RATIO = 0.6;

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

/** For what comes in by `eased` from a few pixels away: its end, which is not seen, is left out. */
export const arrive = (fromSeconds: number, lengthSeconds: number): Movement => ({
  fromSeconds,
  lengthSeconds: lengthSeconds * EASED_UNTIL_RATIO,
  slowAfterSeconds: lengthSeconds * SLOW_AFTER_RATIO,
});

/** For what grows by `eased` over a long way. */
export const unfold = (fromSeconds: number, lengthSeconds: number): Movement =>
  move(fromSeconds, lengthSeconds * EASED_UNTIL_RATIO);

/** For what only changes its colour by `eased`. */
export const fade = (fromSeconds: number, lengthSeconds: number): Movement => ({
  fromSeconds,
  lengthSeconds: lengthSeconds * EASED_UNTIL_RATIO,
  slowAfterSeconds: 0,
});

interface Look {
  /** Equal numbers, equal looks. */
  id: number;
  /** The moment that is drawn: now, or one a little earlier while only slow movements go on. */
  atSeconds: number;
}

export const HIDDEN = -1;

/** How a layer looks at a time. */
export function lookAt(layer: Layer, nowSeconds: number): Look {
  if (nowSeconds < layer.fromSeconds || nowSeconds >= layer.untilSeconds)
    return { id: HIDDEN, atSeconds: nowSeconds };
  let begun = 0;
  let isSlow = false;
  let isFast = layer.exit !== undefined && layer.exit.fromSeconds <= nowSeconds;
  for (const { fromSeconds, lengthSeconds, slowAfterSeconds = Infinity } of layer.moves) {
    if (fromSeconds > nowSeconds) continue;
    begun += 1;
    if (nowSeconds > fromSeconds + lengthSeconds) continue;
    if (nowSeconds >= fromSeconds + slowAfterSeconds) isSlow = true;
    else isFast = true;
  }
  if (!isFast && !isSlow) return { id: begun, atSeconds: nowSeconds };
  const atSeconds = isFast ? nowSeconds : Math.floor(nowSeconds * SLOW_FPS + 1e-6) / SLOW_FPS;
  return { id: -2 - atSeconds, atSeconds };
}

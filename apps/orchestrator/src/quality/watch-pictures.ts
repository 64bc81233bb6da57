import { INSPECTION } from "@spool/media/args/inspect-video";
import type { Storyboard } from "@spool/contracts/storyboard";

/** No pixel of a black picture is lighter than this; the darkest theme has text that is. */
const BLACK_MAX_LUMA = 48;
/** A picture of one colour is as empty as a black one. */
const PLAIN_MAX_SPREAD = 12;
/** More than what an encoder changes in a picture that stands still. */
const CHANGED_LUMA = 10;
/** One in a thousand pixels: a line of text that appears is many more, a progress bar that moves on fewer. */
const MOVED_MIN_PIXELS = Math.round((INSPECTION.widthPx * INSPECTION.heightPx) / 1_000);

/** How long before and after its planned time a change may be seen. */
const EARLY_SECONDS = 0.4;
const LATE_SECONDS = 1.2;

/** The longest time in which there is nothing to see, in seconds. */
export function longestEmptySeconds(pictures: readonly Uint8Array[]): number {
  let longest = 0;
  let run = 0;
  for (const picture of pictures) {
    run = isEmpty(picture) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest / INSPECTION.fps;
}

function isEmpty(picture: Uint8Array): boolean {
  let [lightest, darkest] = [0, 255];
  for (const luma of picture) {
    if (luma > lightest) lightest = luma;
    if (luma < darkest) darkest = luma;
  }
  return lightest <= BLACK_MAX_LUMA || lightest - darkest <= PLAIN_MAX_SPREAD;
}

/** A moment at which the storyboard changes what is seen. */
interface Movement {
  atSeconds: number;
  isSceneStart: boolean;
}

/** The planned changes around which the picture stands still, and how many were planned. */
export function missedMovements(
  pictures: readonly Uint8Array[],
  storyboard: Storyboard,
): { missed: Movement[]; planned: number } {
  const movedAt = pictures.map(
    (picture, index) => index > 0 && isMoved(pictures[index - 1] ?? picture, picture),
  );
  const planned = movementsOf(storyboard);
  const missed = planned.filter(({ atSeconds }) => {
    const first = Math.max(0, Math.floor((atSeconds - EARLY_SECONDS) * INSPECTION.fps));
    const last = Math.ceil((atSeconds + LATE_SECONDS) * INSPECTION.fps);
    return !movedAt.slice(first, last + 1).includes(true);
  });
  return { missed, planned: planned.length };
}

function isMoved(before: Uint8Array, after: Uint8Array): boolean {
  let changed = 0;
  for (let index = 0; index < after.length; index += 1) {
    if (Math.abs((after[index] ?? 0) - (before[index] ?? 0)) > CHANGED_LUMA) changed += 1;
    if (changed > MOVED_MIN_PIXELS) return true;
  }
  return false;
}

/** Where scenes begin and parts appear; not at the very end, where there is no time left to see it. */
function movementsOf({ scenes, durationSeconds }: Storyboard): Movement[] {
  const movements = scenes.flatMap(({ startSeconds, parts }) => [
    ...(startSeconds > 0 ? [{ atSeconds: startSeconds, isSceneStart: true }] : []),
    ...parts.map(({ appearsAtSeconds }) => ({ atSeconds: appearsAtSeconds, isSceneStart: false })),
  ]);
  return movements.filter(({ atSeconds }) => atSeconds < durationSeconds - LATE_SECONDS);
}

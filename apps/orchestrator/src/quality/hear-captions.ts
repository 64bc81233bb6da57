import type { Storyboard } from "@spool/contracts/storyboard";
import { LEVEL_SECONDS } from "./inspect-video.ts";

/** A voice begins to be heard this much below the loudest moment. */
const HEARD_BELOW_PEAK = 0.004;
/** Quieter than that is silence, whatever else there is. */
const HEARD_MIN_LEVEL = 0.0005;
/** A click is shorter. */
const HEARD_LEVELS = 3;
/** Only after such a pause can the beginning of a sentence be heard as one. */
const PAUSE_MIN_SECONDS = 0.25;
const LOOK_BACK_SECONDS = 0.4;

/**
 * How much later than its caption each sentence is heard, in seconds, for those that follow a pause.
 *
 * Sentences that are not heard at all are left out: a voice may lack the language.
 */
export function captionOffsets(
  levels: Float32Array,
  { captions, speech }: Pick<Storyboard, "captions" | "speech">,
): number[] {
  const loudest = levels.reduce((highest, level) => Math.max(highest, level), 0);
  const heard = Math.max(HEARD_MIN_LEVEL, loudest * HEARD_BELOW_PEAK);
  return speech.flatMap((sentence, index) => {
    const beforeEnds = speech[index - 1]?.endSeconds ?? -Infinity;
    const caption = captions.find(({ startSeconds }) => Math.abs(startSeconds - sentence.startSeconds) < 0.2);
    if (caption === undefined || sentence.startSeconds - beforeEnds < PAUSE_MIN_SECONDS) return [];
    const from = Math.max(sentence.startSeconds - LOOK_BACK_SECONDS, beforeEnds + PAUSE_MIN_SECONDS / 2, 0);
    const at = firstHeardSeconds(levels, heard, from, sentence.endSeconds);
    return at === null ? [] : [at - caption.startSeconds];
  });
}

function firstHeardSeconds(
  levels: Float32Array,
  heard: number,
  fromSeconds: number,
  toSeconds: number,
): number | null {
  let run = 0;
  for (let index = Math.round(fromSeconds / LEVEL_SECONDS); index < toSeconds / LEVEL_SECONDS; index += 1) {
    run = (levels[index] ?? 0) >= heard ? run + 1 : 0;
    if (run === HEARD_LEVELS) return (index - HEARD_LEVELS + 1) * LEVEL_SECONDS;
  }
  return null;
}

import { AppError } from "@spool/contracts/app-error";
import { durationRange, estimateSeconds, type SecondsOf } from "../script/pacing.ts";
import { type Script, spokenText } from "../script/script.ts";
import type { Narrator, Voice } from "./narrator.ts";
import { secondsOfSamples } from "./pcm.ts";

/** A script with every sentence of it spoken and measured. */
export interface Narration {
  script: Script;
  secondsOf: SecondsOf;
  /** null for a sentence that the voice cannot say: it is shown for its time to read. */
  samplesOf: (text: string) => Int16Array | null;
}

/** Each turn writes with what the turns before have measured, so the second or third one fits. */
const MAX_TURNS = 8;

/** What takes longer is not a sentence but a string of letters that is spelled out. It is shown, not read. */
const SENTENCE_MAX_SECONDS = 25;

/** A sentence that is only shown stays for the time that it takes to read it. */
const READ_CHARACTERS_PER_SECOND = 14;
const READ_MIN_SECONDS = 1.5;

/**
 * Speaks a script, and has it written again with the measured times until its length can be met.
 *
 * @param write Writes the script for what sentences take; estimated where they were not spoken yet.
 * @param onProgress How much of the present script is spoken, 0 to 1. Does not go back.
 */
export async function narrateToLength(
  write: (secondsOf: SecondsOf) => Script,
  order: { lengthSeconds: number; voice: Voice },
  narrator: Narrator,
  signal: AbortSignal,
  onProgress: (ratio: number) => void,
): Promise<Narration> {
  const spoken = new Map<string, Int16Array | null>();
  const pace = { measuredSeconds: 0, estimatedSeconds: 0 };
  const secondsOf: SecondsOf = (text) => {
    const samples = spoken.get(text);
    if (samples === undefined) {
      const correction = pace.estimatedSeconds === 0 ? 1 : pace.measuredSeconds / pace.estimatedSeconds;
      return estimateSeconds(text) * correction;
    }
    return samples === null ? readingSeconds(text) : secondsOfSamples(samples);
  };

  const sayWithinReason = async (text: string) => {
    const samples = await narrator.say(text, order.voice, signal);
    return samples === null || secondsOfSamples(samples) > SENTENCE_MAX_SECONDS ? null : samples;
  };

  let best = 0;
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    const script = write(secondsOf);
    const texts = [...new Set(script.scenes.flatMap(({ utterances }) => utterances.map(spokenText)))];
    let done = 0;
    for (const text of texts) {
      if (!spoken.has(text)) {
        spoken.set(text, await sayWithinReason(text));
        pace.measuredSeconds += secondsOf(text);
        pace.estimatedSeconds += estimateSeconds(text);
      }
      done += 1;
      best = Math.max(best, done / texts.length);
      onProgress(best);
    }
    const { min, max } = durationRange(script, secondsOf);
    if (min <= order.lengthSeconds && max >= order.lengthSeconds) {
      const silent = texts.filter((text) => spoken.get(text) === null).length;
      return {
        script: withSilenceNotice(script, silent),
        secondsOf,
        samplesOf: (text) => spoken.get(text) ?? null,
      };
    }
  }
  throw new AppError("UNKNOWN", `The material cannot be brought to ${order.lengthSeconds} seconds.`);
}

const readingSeconds: SecondsOf = (text) =>
  Math.max(READ_MIN_SECONDS, text.length / READ_CHARACTERS_PER_SECOND);

function withSilenceNotice(script: Script, silentCount: number): Script {
  if (silentCount === 0) return script;
  const notice = `The voice reads English only: ${silentCount} ${silentCount === 1 ? "sentence is" : "sentences are"} shown without it.`;
  return { ...script, notices: [...script.notices, notice] };
}

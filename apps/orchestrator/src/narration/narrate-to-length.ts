import { AppError } from "@spool/contracts/app-error";
import { durationRange, estimateSeconds, type SecondsOf } from "../script/pacing.ts";
import { type Script, spokenText } from "../script/script.ts";
import type { Narrator, Speech, Voice } from "./narrator.ts";
import { secondsOfSamples } from "./pcm.ts";

/** A script with every sentence of it spoken and measured. */
export interface Narration {
  script: Script;
  /** How long the video is to be: as asked, or what an author's script takes. */
  lengthSeconds: number;
  secondsOf: SecondsOf;
  /** null for a sentence that the voice cannot say: it is shown for its time to read. */
  speechOf: (spoken: string) => Speech | null;
}

/** Each turn writes with what the turns before have measured, so the second or third one fits. */
const MAX_TURNS = 8;

/** What takes longer is not a sentence but a string of letters that is spelled out. It is shown, not read. */
const SENTENCE_MAX_SECONDS = 25;

/** A sentence that is only shown stays for the time that it takes to read it. */
const READ_CHARACTERS_PER_SECOND = 14;
const READ_MIN_SECONDS = 1.5;
/** Signs that stand for a syllable or a word take as long as three letters. */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** How far a video may be from the length that was asked for; quality control allows a little more. */
const LENGTH_TOLERANCE_RATIO = 0.09;

/** A longer video would not be finished in the time that a render has. */
const AUTHORED_MAX_SECONDS = 600;

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
  const spoken = new Map<string, Speech | null>();
  const pace = { measuredSeconds: 0, estimatedSeconds: 0 };
  const secondsOf: SecondsOf = (text) => {
    const speech = spoken.get(text);
    if (speech === undefined) {
      const correction = pace.estimatedSeconds === 0 ? 1 : pace.measuredSeconds / pace.estimatedSeconds;
      return estimateSeconds(text) * correction;
    }
    return speech === null ? readingSeconds(text) : secondsOfSamples(speech.samples);
  };

  const sayWithinReason = async (text: string, language: string) => {
    const speech = await narrator.say(text, { voice: order.voice, language }, signal);
    return speech === null || secondsOfSamples(speech.samples) > SENTENCE_MAX_SECONDS ? null : speech;
  };

  let best = 0;
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    const script = write(secondsOf);
    const texts = [...new Set(script.scenes.flatMap(({ utterances }) => utterances.map(spokenText)))];
    const isSettled = texts.every((text) => spoken.has(text));
    let done = 0;
    for (const text of texts) {
      if (!spoken.has(text)) {
        spoken.set(text, await sayWithinReason(text, script.look.language));
        pace.measuredSeconds += secondsOf(text);
        pace.estimatedSeconds += estimateSeconds(text);
      }
      done += 1;
      best = Math.max(best, done / texts.length);
      onProgress(best);
    }
    const range = durationRange(script, secondsOf);
    const lengthSeconds = lengthFor(script, order.lengthSeconds, range, isSettled);
    if (lengthSeconds !== null) {
      const silent = texts.filter((text) => spoken.get(text) === null).length;
      return {
        script: withNotices(script, { silent, all: texts.length, lengthSeconds, asked: order.lengthSeconds }),
        lengthSeconds,
        secondsOf,
        speechOf: (text) => spoken.get(text) ?? null,
      };
    }
  }
  throw new AppError("UNKNOWN", `The material cannot be brought to ${order.lengthSeconds} seconds.`);
}

/**
 * The length that this script can have: the one asked for, or for a script from elsewhere what comes nearest; null for
 * one that is to be written again.
 *
 * @param isSettled Whether all of it was measured before it was written, so that the next one would be the same.
 */
function lengthFor(
  script: Script,
  askedSeconds: number,
  range: { min: number; max: number },
  isSettled: boolean,
): number | null {
  if (range.min <= askedSeconds && range.max >= askedSeconds) return askedSeconds;
  if (script.writtenBy === "writer" || (script.writtenBy === "model" && !isSettled)) return null;
  if (script.writtenBy === "model") {
    // What can be left out of it is left out by now, and what can be filled is filled.
    const nearest = range.min > askedSeconds ? Math.ceil(range.min) : Math.floor(range.max);
    if (Math.abs(nearest - askedSeconds) <= askedSeconds * LENGTH_TOLERANCE_RATIO) return nearest;
    throw new AppError(
      "API_ERROR",
      `The script that the language model wrote takes ${nearest} seconds, and the video is to have ${askedSeconds}. Ask for a length near ${nearest} seconds, or run the job again for another script.`,
    );
  }
  if (range.min > AUTHORED_MAX_SECONDS) {
    const minutes = Math.ceil(range.min / 60);
    throw new AppError(
      "INVALID_INPUT",
      `input.script takes about ${minutes} minutes to say; a video has ${AUTHORED_MAX_SECONDS / 60} at most. Shorten it.`,
    );
  }
  return range.min > askedSeconds ? Math.ceil(range.min) : Math.floor(range.max);
}

function readingSeconds(text: string): number {
  const signs = text.length + 2 * (text.match(DENSE)?.length ?? 0);
  return Math.max(READ_MIN_SECONDS, signs / READ_CHARACTERS_PER_SECOND);
}

function withNotices(
  script: Script,
  {
    silent,
    all,
    lengthSeconds,
    asked,
  }: { silent: number; all: number; lengthSeconds: number; asked: number },
): Script {
  const notices = [...script.notices];
  if (silent > 0) {
    const what =
      silent === all ? "This video has captions only" : `${sentences(silent)} shown without a voice`;
    notices.push(
      `${what}: no voice here can say ${silent === 1 ? "it" : "them"} (language ${script.look.language}).`,
    );
  }
  if (lengthSeconds !== asked) {
    notices.push(`The script takes ${lengthSeconds} seconds instead of ${asked}; nothing was cut or added.`);
  }
  return { ...script, notices };
}

const sentences = (count: number) => (count === 1 ? "1 sentence is" : `${count} sentences are`);

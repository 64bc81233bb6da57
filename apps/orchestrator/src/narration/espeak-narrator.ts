import { createRequire } from "node:module";
import { throwIfAborted } from "@spool/media/media-error";
import { z } from "zod";
import { alignWords } from "./align-words.ts";
import type { Narrator, SpokenWord, Voice } from "./narrator.ts";
import { resample, SAMPLE_RATE_HZ, trimmed } from "./pcm.ts";
import { cleanForSpeech, speakableText } from "./speakable-text.ts";
import { createSpeechThread } from "./speech-thread.ts";

/** What espeak-ng calls a language, where it is not the first part of the tag. */
const ESPEAK_NAMES: Readonly<Record<string, string>> = {
  en: "en-us",
  zh: "cmn",
  "pt-br": "pt-br",
  no: "nb",
  tl: "fil",
};
const VARIANTS: Record<Voice, string> = { default: "+f2", female: "+f2", male: "+m3" };

const answerSchema = z
  .object({
    samples: z.instanceof(Int16Array),
    rateHz: z.number(),
    /** `position` counts the characters (code points) of the text from 1. */
    words: z.array(z.object({ position: z.number(), atMs: z.number() })),
  })
  .nullable();

/** Whether the optional package (GPL) is installed here. */
export function isEspeakInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve("@echogarden/espeak-ng-emscripten");
    return true;
  } catch {
    return false;
  }
}

/** Speaks the languages that espeak-ng knows, about a hundred, and tells when each word is heard. */
export function createEspeakNarrator(): Narrator {
  const thread = createSpeechThread(new URL("./espeak-thread.ts", import.meta.url));
  return {
    async say(text, { voice, language }, signal) {
      throwIfAborted(signal);
      const tag = language.toLowerCase();
      const isEnglish = /^en\b/.test(tag);
      const spoken = isEnglish ? speakableText(text) : cleanForSpeech(text, tag);
      if (spoken === null) return null;
      const name = ESPEAK_NAMES[tag] ?? ESPEAK_NAMES[tag.split("-")[0] ?? ""] ?? tag.split("-")[0] ?? "en-us";
      const answer = answerSchema.parse(
        await thread.ask({ text: spoken, voice: name + VARIANTS[voice] }, signal),
      );
      if (answer === null) return null;
      const { samples, cutSamples } = trimmed(resample(answer.samples, answer.rateHz));
      if (samples.length === 0) return null;
      const cutSeconds = cutSamples / SAMPLE_RATE_HZ;
      const words = wordTimes(text, spoken, answer.words, samples.length / SAMPLE_RATE_HZ, cutSeconds);
      return { samples, ...(words === null ? {} : { words }) };
    },
    close: () => thread.close(),
  };
}

/** The times of the words of the text, laid beside those that were said; null where the two have nothing in common. */
function wordTimes(
  text: string,
  spoken: string,
  heard: readonly { position: number; atMs: number }[],
  durationSeconds: number,
  cutSeconds: number,
): SpokenWord[] | null {
  const [shown, said] = [text.split(/\s+/).filter(Boolean), wordSpans(spoken)];
  const begins = alignWords(
    shown,
    said.map((span) => span.text),
  );
  if (begins === null || shown.length < 2) return null;
  const starts = begins.map((at) => {
    const { from = 0, to = 0 } = said[at] ?? {};
    const first = heard.find(({ position }) => position > from && position <= to);
    return first === undefined ? null : Math.max(0, first.atMs / 1000 - cutSeconds);
  });
  if (starts[0] == null) starts[0] = 0;
  // What is drawn together with the word before ("in the") shares its time.
  let last = 0;
  const times = starts.map((start) => (last = Math.min(durationSeconds, Math.max(last, start ?? last))));
  return shown.map((word, index) => ({
    text: word,
    startSeconds: times[index] ?? 0,
    endSeconds: times[index + 1] ?? durationSeconds,
  }));
}

/** Where each word lies, in code points: after `from`, up to and with `to`. */
function wordSpans(text: string): { from: number; to: number; text: string }[] {
  const spans: { from: number; to: number; text: string }[] = [];
  let at = 0;
  for (const part of text.split(/(\s+)/)) {
    const length = Array.from(part).length;
    if (part.trim() !== "") spans.push({ from: at, to: at + length, text: part });
    at += length;
  }
  return spans;
}

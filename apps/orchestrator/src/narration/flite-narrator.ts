import { throwIfAborted } from "@spool/media/media-error";
import { z } from "zod";
import type { Narrator, Voice } from "./narrator.ts";
import { samplesOfWav, trimSilence } from "./pcm.ts";
import { speakableText } from "./speakable-text.ts";
import { createSpeechThread } from "./speech-thread.ts";

const FLITE_VOICES: Record<Voice, string> = { default: "slt", female: "slt", male: "rms" };

const wavSchema = z.instanceof(Uint8Array);

/** Speaks English with flite's voices. It tells no times of words. */
export function createFliteNarrator(): Narrator {
  const thread = createSpeechThread(new URL("./flite-thread.ts", import.meta.url));
  return {
    async say(text, { voice, language }, signal) {
      throwIfAborted(signal);
      const spoken = /^en\b/i.test(language) ? speakableText(text) : null;
      if (spoken === null) return null;
      const wav = wavSchema.parse(await thread.ask({ text: spoken, voice: FLITE_VOICES[voice] }, signal));
      const samples = trimSilence(samplesOfWav(Buffer.from(wav)));
      return samples.length === 0 ? null : { samples };
    },
    close: () => thread.close(),
  };
}

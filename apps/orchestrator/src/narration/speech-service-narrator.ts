import { AppError } from "@spool/contracts/app-error";
import { throwIfAborted } from "@spool/media/media-error";
import { callService, type ServiceAccess, type ServiceLimits } from "../services/call-service.ts";
import type { Narrator, Voice } from "./narrator.ts";
import { samplesOfWav, trimSilence } from "./pcm.ts";
import { cleanForSpeech } from "./speakable-text.ts";

export interface SpeechService extends ServiceAccess {
  model: string;
  /** What the service calls its voices. */
  voices: Record<Voice, string>;
  limits: ServiceLimits;
}

export const SPEECH_LIMITS: ServiceLimits = {
  totalTimeoutMs: 60_000,
  idleTimeoutMs: 30_000,
  retryDelayMs: 500,
};

/** A minute of 48 kHz stereo. A sentence is shorter. */
const WAV_MAX_BYTES = 12 * 1024 ** 2;

/** Speaks by an OpenAI-compatible `/audio/speech` that gives WAV, in whatever language the service knows. */
export function createSpeechServiceNarrator(service: SpeechService): Narrator {
  const url = service.url.endsWith("/audio/speech")
    ? service.url
    : `${service.url.replace(/\/$/, "")}/audio/speech`;
  return {
    async say(text, { voice, language }, signal) {
      throwIfAborted(signal);
      const input = cleanForSpeech(text, language);
      if (input === null) return null;
      const body = { model: service.model, voice: service.voices[voice], input, response_format: "wav" };
      const wav = await callService({ ...service, url }, body, service.limits, signal, (chunks) =>
        collect(chunks, service.name),
      );
      const samples = trimSilence(decode(wav, service.name));
      return samples.length === 0 ? null : { samples };
    },
    close: () => Promise.resolve(),
  };
}

async function collect(chunks: AsyncIterable<Uint8Array>, name: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    size += chunk.length;
    if (size > WAV_MAX_BYTES) throw new AppError("API_ERROR", `${name} sent more sound than a sentence has.`);
  }
  return Buffer.concat(parts);
}

function decode(wav: Buffer, name: string): Int16Array {
  let samples;
  try {
    samples = samplesOfWav(wav);
  } catch (error) {
    throw new AppError("API_ERROR", `${name} sent no WAV of 16 bit PCM: ${String(error)}`, { cause: error });
  }
  // Silence is what a voice makes of a sign that it does not know; no sound at all is no answer.
  if (samples.length === 0) throw new AppError("API_ERROR", `${name} sent a WAV without sound in it.`);
  return samples;
}

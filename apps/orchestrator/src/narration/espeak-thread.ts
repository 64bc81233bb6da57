import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { answerRequests } from "./answer-requests.ts";

/** The thread that runs espeak-ng, compiled to JavaScript: one sentence in, its samples and the times of its words out. */

/** Words a minute. Its own 175 is hard to follow in a voice that has no melody. */
const RATE_WORDS_PER_MINUTE = 150;

/** What we use of the package, which has no types. */
interface Espeak {
  get_samplerate(): number;
  set_rate(wordsPerMinute: number): void;
  set_voice(name: string, language: string, gender: number, age: number): number;
  list_voices(): { identifier: string; languages: { name: string }[] }[];
  synthesize(text: string, onAudio: (audio: Int16Array | null, events: EspeakEvent[]) => boolean): void;
}
interface EspeakEvent {
  type: string;
  text_position: number;
  /** In milliseconds. */
  audio_position: number;
}

const require = createRequire(import.meta.url);
let loading: Promise<{ espeak: Espeak; languages: Set<string> }> | undefined;

async function load(): Promise<{ espeak: Espeak; languages: Set<string> }> {
  const path = require.resolve("@echogarden/espeak-ng-emscripten");
  const { default: create } = (await import(pathToFileURL(path).href)) as {
    default: () => Promise<{ eSpeakNGWorker: new () => Espeak }>;
  };
  const { eSpeakNGWorker } = await create();
  const espeak = new eSpeakNGWorker();
  espeak.set_rate(RATE_WORDS_PER_MINUTE);
  const languages = espeak
    .list_voices()
    .flatMap((voice) => voice.languages.map(({ name }) => name.toLowerCase()));
  return { espeak, languages: new Set(languages) };
}

async function synthesize(text: string, voice: string) {
  loading ??= load();
  const { espeak, languages } = await loading;
  // It takes any name, and is silent in those that it does not know.
  if (!languages.has(voice.split("+")[0] ?? "")) return null;
  espeak.set_voice(voice, "", 0, 0);
  const parts: Int16Array[] = [];
  const words: { position: number; atMs: number }[] = [];
  espeak.synthesize(text, (audio, events) => {
    if (audio !== null) parts.push(audio.slice()); // it lies in memory that is used again
    for (const event of events) {
      if (event.type === "word") words.push({ position: event.text_position, atMs: event.audio_position });
    }
    return false;
  });
  const samples = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return { samples, rateHz: espeak.get_samplerate(), words };
}

answerRequests(synthesize);

import { afterEach, expect, test } from "vitest";
import { readMaterial } from "../script/read-material.ts";
import { writeScript } from "../script/write-script.ts";
import { stopError } from "../renders/render-failure.ts";
import { refused, startChatStandIn } from "../test-support/chat-stand-in.ts";
import { narrateWithFallback } from "./narrate-with-fallback.ts";
import type { Narrator } from "./narrator.ts";
import { SAMPLE_RATE_HZ, secondsOfSamples, wavHeader } from "./pcm.ts";
import { createSpeechServiceNarrator } from "./speech-service-narrator.ts";

const never = new AbortController().signal;
let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

/** A second of a loud tone, with the open length that streaming services write. */
function toneWav(): Buffer {
  const samples = new Int16Array(SAMPLE_RATE_HZ).map((_, at) => Math.round(8_000 * Math.sin(at / 8)));
  const header = wavHeader(samples.length);
  header.writeUInt32LE(0xffffffff, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
}

async function narrator(behaviours: Parameters<typeof startChatStandIn>[0]) {
  const server = await startChatStandIn(behaviours);
  stop = () => server.close();
  const made = createSpeechServiceNarrator({
    name: "The speech service",
    url: server.url,
    key: null,
    model: "voice-1",
    voices: { default: "ana", female: "ana", male: "ben" },
    limits: { totalTimeoutMs: 1_000, idleTimeoutMs: 300, retryDelayMs: 1 },
  });
  return { made, calls: server.calls };
}

test("a sentence is asked for in the voice of the service, and its sound is read", async () => {
  const { made, calls } = await narrator([(response) => void response.end(toneWav())]);

  const speech = await made.say("Guten Tag.", { voice: "male", language: "de" }, never);

  expect(secondsOfSamples(speech?.samples ?? new Int16Array())).toBeCloseTo(1, 1);
  expect(calls[0]?.body).toMatchObject({ voice: "ben", input: "Guten Tag.", response_format: "wav" });
});

test("what is no sound is API_ERROR", async () => {
  const { made } = await narrator([(response) => void response.end("<html>")]);

  await expect(made.say("Hello.", { voice: "default", language: "en" }, never)).rejects.toMatchObject({
    category: "API_ERROR",
  });
});

const ANSWER: Record<string, unknown> = { question: "Why?", text: "Because. It is so. And it stays so." };

type Answer = Parameters<ReturnType<typeof refused>>[0];
const spoken = (response: Answer) => void response.end(toneWav());
const silent = () => undefined;
const breaking = (response: Answer) => void response.destroy();
const empty = (response: Answer) => void response.end(wavHeader(0));
const rubbish = (response: Answer) => void response.end("<html>");

const FAILURES = [
  ["fails in the middle", [spoken, refused(500)], /answered 500/, "API_ERROR"],
  ["is over quota", [refused(429, { "retry-after": "0.01" })], /answered 429/, "API_ERROR"],
  ["refuses the key", [refused(401)], /answered 401\. Check its key/, "UNKNOWN"],
  ["says nothing", [silent], /sent nothing for 0\.3 s/, "TIMEOUT"],
  ["breaks the connection", [breaking], /cannot be reached/, "TIMEOUT"],
  ["sends no sound", [rubbish], /no WAV/, "API_ERROR"],
  ["sends a WAV without sound", [empty], /without sound/, "API_ERROR"],
] as const;

/** Speaks a short answer with a service that behaves like this, where the job allows another voice or does not. */
async function narrate(
  behaviours: Parameters<typeof narrator>[0],
  isLocalAllowed: boolean,
  { input = ANSWER, signal = never } = {},
) {
  const { made, calls } = await narrator(behaviours);
  const said: string[] = [];
  const logged: string[] = [];
  const local: Narrator = {
    say: (text) => {
      said.push(text);
      return Promise.resolve({ samples: new Int16Array(SAMPLE_RATE_HZ * 2).fill(900) });
    },
    close: () => Promise.resolve(),
  };
  const material = readMaterial("doubt", input);
  const narration = narrateWithFallback(
    (secondsOf) =>
      writeScript(material, { jobType: "doubt", style: "concise", lengthSeconds: 60 }, secondsOf),
    { lengthSeconds: 60, voice: "default" },
    { service: made, local, isLocalAllowed },
    signal,
    () => undefined,
    (message) => logged.push(message),
  );
  return { narration, said, logged, calls };
}

test.each(FAILURES)(
  "a service that %s gives way to this machine's voice for the whole video, and the log and a notice say so",
  async (_what, behaviours, reason) => {
    const { narration, said, logged } = await narrate(behaviours, true);

    const { script } = await narration;

    expect(said).toContain("Why?");
    expect(logged).toEqual([expect.stringMatching(reason)]);
    expect(script.notices).toContain(logged[0]);
  },
);

test.each(FAILURES)(
  "a service that %s fails a job that forbids another voice by its category, with what to change",
  async (_what, behaviours, reason, category) => {
    const { narration, said, logged } = await narrate(behaviours, false);

    const failure: unknown = await narration.catch((error: unknown) => error);

    expect(failure).toMatchObject({ category, message: expect.stringMatching(reason) as string });
    expect(failure).toMatchObject({
      message: expect.stringMatching(/voice_fallback is false.* allow the voices of the machine/) as string,
    });
    expect([said, logged]).toEqual([[], []]);
  },
);

test("a script that is too long to say is no failure of the service: no other voice tries it", async () => {
  const narration = Array.from({ length: 100 }, (_, at) => `Sentence ${at} of a script that has no end.`);
  const content = { kind: "statement", text: "It goes on." };
  const endless = { title: "Endless", scenes: Array.from({ length: 10 }, () => ({ content, narration })) };
  const {
    narration: spokenWhole,
    said,
    logged,
  } = await narrate([spoken], true, {
    input: { ...ANSWER, script: endless },
  });

  await expect(spokenWhole).rejects.toMatchObject({ category: "INVALID_INPUT" });
  expect([said, logged]).toEqual([[], []]);
});

test("work that is stopped while the service speaks blames nobody, whatever it was stopped for", async () => {
  const stopper = new AbortController();
  const { narration, logged, calls } = await narrate([silent], true, { signal: stopper.signal });
  await expect.poll(() => calls.length).toBe(1);

  stopper.abort(stopError("stopping"));

  await expect(narration).rejects.toThrow(/^The orchestrator is shutting down\.$/);
  expect(logged).toEqual([]);
});

import { afterEach, expect, test } from "vitest";
import { readMaterial } from "../script/read-material.ts";
import { writeScript } from "../script/write-script.ts";
import { refused, startChatStandIn } from "../test-support/chat-stand-in.ts";
import { narrateWithFallback } from "./narrate-with-fallback.ts";
import type { Narrator } from "./narrator.ts";
import { SAMPLE_RATE_HZ, secondsOfSamples, wavHeader } from "./pcm.ts";
import { createSpeechServiceNarrator } from "./speech-service-narrator.ts";

const signal = new AbortController().signal;
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

  const speech = await made.say("Guten Tag.", { voice: "male", language: "de" }, signal);

  expect(secondsOfSamples(speech?.samples ?? new Int16Array())).toBeCloseTo(1, 1);
  expect(calls[0]?.body).toMatchObject({ voice: "ben", input: "Guten Tag.", response_format: "wav" });
});

test("what is no sound is API_ERROR", async () => {
  const { made } = await narrator([(response) => void response.end("<html>")]);

  await expect(made.say("Hello.", { voice: "default", language: "en" }, signal)).rejects.toMatchObject({
    category: "API_ERROR",
  });
});

type Answer = Parameters<ReturnType<typeof refused>>[0];
const spoken = (response: Answer) => void response.end(toneWav());
const silent = () => undefined;
const breaking = (response: Answer) => void response.destroy();
const rubbish = (response: Answer) => void response.end("<html>");

test.each([
  ["fails in the middle", [spoken, refused(500)], /answered 500/],
  ["is over quota", [refused(429, { "retry-after": "0.01" })], /answered 429/],
  ["refuses the key", [refused(401)], /answered 401\. Check its key/],
  ["says nothing", [silent], /sent nothing for 0\.3 s/],
  ["breaks the connection", [breaking], /cannot be reached/],
  ["sends no sound", [rubbish], /no WAV/],
] as const)(
  "a service that %s gives way to this machine's voice for the whole video, and the log and a notice say so",
  async (_what, behaviours, reason) => {
    const { made } = await narrator(behaviours);
    const said: string[] = [];
    const logged: string[] = [];
    const local: Narrator = {
      say: (text) => {
        said.push(text);
        return Promise.resolve({ samples: new Int16Array(SAMPLE_RATE_HZ * 2).fill(900) });
      },
      close: () => Promise.resolve(),
    };
    const material = readMaterial("doubt", {
      question: "Why?",
      text: "Because. It is so. And it stays so.",
    });
    const order = { jobType: "doubt", style: "concise", lengthSeconds: 60 } as const;

    const narration = await narrateWithFallback(
      (secondsOf) => writeScript(material, order, secondsOf),
      { lengthSeconds: 60, voice: "default" },
      { service: made, local },
      signal,
      () => undefined,
      (message) => logged.push(message),
    );

    expect(said).toContain("Why?");
    expect(logged).toEqual([expect.stringMatching(reason)]);
    expect(narration.script.notices).toContain(logged[0]);
  },
);

import { afterAll, expect, test } from "vitest";
import { createEspeakNarrator, isEspeakInstalled } from "./espeak-narrator.ts";
import { secondsOfSamples } from "./pcm.ts";

const narrator = createEspeakNarrator();
afterAll(() => narrator.close());
const signal = new AbortController().signal;

test.skipIf(!isEspeakInstalled()).each([
  ["hi", "भारत का संविधान 26 जनवरी 1950 को लागू हुआ।"],
  ["ar", "الماء يغلي عند 100 درجة."],
  ["en", "Water boils at 100 degrees, they say."],
])("a sentence in %s is spoken, and each of its words has its time", async (language, text) => {
  const speech = await narrator.say(text, { voice: "default", language }, signal);

  const words = speech?.words ?? [];
  expect(words.map((word) => word.text)).toEqual(text.split(" "));
  for (const [index, word] of words.entries()) {
    expect(word.startSeconds).toBeGreaterThanOrEqual(words[index - 1]?.startSeconds ?? 0);
    expect(word.endSeconds).toBeGreaterThanOrEqual(word.startSeconds);
  }
  const seconds = secondsOfSamples(speech?.samples ?? new Int16Array());
  expect(seconds).toBeGreaterThan(1.5);
  expect(words.at(-1)?.endSeconds).toBeCloseTo(seconds, 5);
});

test.skipIf(!isEspeakInstalled())("what nobody speaks is null, and so is what has no words", async () => {
  expect(await narrator.say("abc", { voice: "default", language: "zz" }, signal)).toBeNull();
  expect(await narrator.say("… !", { voice: "male", language: "hi" }, signal)).toBeNull();
});

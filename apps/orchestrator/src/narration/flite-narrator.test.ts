import { afterAll, expect, test } from "vitest";
import { createFliteNarrator } from "./flite-narrator.ts";
import type { Voice } from "./narrator.ts";
import { SAMPLE_RATE_HZ, secondsOfSamples } from "./pcm.ts";

const narrator = createFliteNarrator();
afterAll(() => narrator.close());
const signal = new AbortController().signal;
const english = (voice: Voice) => ({ voice, language: "en" });
const SENTENCE = "Article 21 protects life and personal liberty.";

test("a sentence is spoken, in different voices, without silence at its ends", async () => {
  const female = await narrator.say(SENTENCE, english("female"), signal);
  const male = await narrator.say(SENTENCE, english("male"), signal);

  expect(secondsOfSamples(female?.samples ?? new Int16Array())).toBeGreaterThan(2);
  expect(secondsOfSamples(female?.samples ?? new Int16Array())).toBeLessThan(5);
  expect(male).not.toEqual(female);
  const opening = female?.samples.slice(0, 0.08 * SAMPLE_RATE_HZ) ?? new Int16Array();
  expect(Math.max(...opening.map(Math.abs))).toBeGreaterThan(160);
});

test("the default voice is the female one", async () => {
  expect(await narrator.say("Good day.", english("default"), signal)).toEqual(
    await narrator.say("Good day.", english("female"), signal),
  );
});

test("what English voices cannot say is null, not noise", async () => {
  expect(await narrator.say("नमस्ते दुनिया", english("default"), signal)).toBeNull();
});

test("this thread goes on while a sentence is spoken", async () => {
  let turns = 0;
  const turn = setInterval(() => (turns += 1), 5);

  await narrator.say(`${SENTENCE} ${SENTENCE} ${SENTENCE} ${SENTENCE}`, english("male"), signal);
  clearInterval(turn);

  expect(turns).toBeGreaterThan(3);
});

test("an abort is CANCELLED at once, and the next sentence is spoken", async () => {
  const controller = new AbortController();
  const attempt = narrator.say(SENTENCE, english("male"), controller.signal);

  controller.abort();

  await expect(attempt).rejects.toMatchObject({ category: "CANCELLED" });
  expect(await narrator.say("Still here.", english("male"), signal)).not.toBeNull();
});

test("sentences asked for at once are not mixed up", async () => {
  const texts = ["One.", "Two and a half.", "Three is a longer sentence than the others."];

  const together = await Promise.all(texts.map((text) => narrator.say(text, english("male"), signal)));

  for (const [index, text] of texts.entries()) {
    expect(together[index]).toEqual(await narrator.say(text, english("male"), signal));
  }
});

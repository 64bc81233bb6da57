import type { VideoScript } from "@spool/contracts/video-script";
import { expect, test } from "vitest";
import { type Material, readMaterial } from "../script/read-material.ts";
import { type ScriptOrder, writeScript } from "../script/write-script.ts";
import { narrateToLength } from "./narrate-to-length.ts";
import type { Narrator } from "./narrator.ts";
import { SAMPLE_RATE_HZ } from "./pcm.ts";

const signal = new AbortController().signal;
const sentences = (count: number) =>
  Array.from({ length: count }, (_item, at) => `Sentence ${at} tells a little more about the river.`);
const scriptOf = (count: number): VideoScript => ({
  title: "The river",
  scenes: [
    { content: { kind: "title", title: "The river", subtitle: null }, narration: ["This is the river."] },
    ...Array.from({ length: 4 }, (): VideoScript["scenes"][number] => ({
      content: { kind: "bullets", heading: null, items: ["It rises.", "It ends."] },
      narration: sentences(count),
    })),
  ],
});

/** A voice that takes its time. */
const voiceOf = (charactersPerSecond: number): Narrator => ({
  say: (text) =>
    Promise.resolve({ samples: new Int16Array((SAMPLE_RATE_HZ * text.length) / charactersPerSecond) }),
  close: () => Promise.resolve(),
});

function narrate(
  script: VideoScript,
  isScriptOfModel: boolean,
  lengthSeconds: 60 | 120,
  voice = voiceOf(15),
) {
  const material: Material = {
    ...readMaterial("doubt", { question: "What of it?" }),
    script,
    isScriptOfModel,
  };
  const order: ScriptOrder = { jobType: "doubt", style: "concise", lengthSeconds };
  return narrateToLength(
    (secondsOf) => writeScript(material, order, secondsOf),
    { lengthSeconds, voice: "default" },
    voice,
    signal,
    () => undefined,
  );
}

test.each([
  ["far too long", scriptOf(12), 15],
  ["too long for a slow voice", scriptOf(3), 8],
  ["a little too short", scriptOf(3), 25],
  ["far too short", scriptOf(1), 40],
])(
  "a model's script that is %s is brought to the length, and a notice says how",
  async (_what, script, pace) => {
    const narration = await narrate(script, true, 60, voiceOf(pace));

    expect(narration.lengthSeconds).toBe(60);
    expect(narration.script.scenes[0]?.content).toEqual(script.scenes[0]?.content);
    expect(narration.script.notices.join(" ")).toMatch(/left out to fit 60 seconds|short for 60 seconds/);
  },
);

test("an author's script is as long as it is", async () => {
  const narration = await narrate(scriptOf(12), false, 60);

  expect(narration.lengthSeconds).toBeGreaterThan(120);
  expect(narration.script.scenes).toHaveLength(5);
  expect(narration.script.notices.join(" ")).toContain("nothing was cut or added");
});

test("an author's script that takes longer than a video may be is refused with what to change", async () => {
  const attempt = narrate(scriptOf(100), false, 60, voiceOf(5));

  await expect(attempt).rejects.toMatchObject({ category: "INVALID_INPUT" });
  await expect(attempt).rejects.toThrow("Shorten it");
});

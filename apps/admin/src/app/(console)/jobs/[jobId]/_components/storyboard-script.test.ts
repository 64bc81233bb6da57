import type { Storyboard } from "@spool/contracts/storyboard";
import { videoScriptSchema } from "@spool/contracts/video-script";
import { expect, test } from "vitest";
import { textsOf, toScript, withNarration, withText } from "./storyboard-script.ts";

const scene = (
  startSeconds: number,
  endSeconds: number,
  content: Storyboard["scenes"][number]["content"],
) => ({
  startSeconds,
  endSeconds,
  kicker: "Answer",
  number: null,
  content,
  parts: [],
  timer: null,
});

const STORYBOARD: Storyboard = {
  version: 2,
  jobType: "doubt",
  title: "Why?",
  language: "en",
  direction: "ltr",
  aspect: "16:9",
  theme: "night",
  durationSeconds: 9,
  scenes: [
    scene(0, 4, { kind: "title", title: "Why?", subtitle: null }),
    {
      ...scene(4, 9, { kind: "bullets", heading: "Because", items: ["One", "Two"] }),
      timer: { startSeconds: 6, endSeconds: 9 },
    },
  ],
  captions: [],
  speech: [
    { startSeconds: 0.2, endSeconds: 2, text: "Why is that?" },
    { startSeconds: 4.1, endSeconds: 5, text: "One." },
    { startSeconds: 5.1, endSeconds: 9, text: "Two." },
  ],
  progressSteps: [],
};

test("a storyboard becomes a script that the contract accepts, each sentence in its scene", () => {
  const script = toScript(STORYBOARD);

  expect(videoScriptSchema.safeParse(script).success).toBe(true);
  expect(script.scenes.map(({ narration }) => narration)).toEqual([["Why is that?"], ["One.", "Two."]]);
  expect(script.scenes[1]?.timer_seconds).toBe(3);
});

test("every text of a scene can be changed where it stands, and nothing else is touched", () => {
  const [, bullets] = toScript(STORYBOARD).scenes;
  if (bullets === undefined) throw new Error("the second scene is missing");
  const [heading, items] = textsOf(bullets.content);
  if (heading === undefined || items === undefined) throw new Error("a text is missing");

  const changed = withText(withText(bullets, heading, "Reasons"), items, "One\n\nThree\n");

  expect(changed.content).toEqual({ kind: "bullets", heading: "Reasons", items: ["One", "Three"] });
  expect(changed.narration).toEqual(["One.", "Two."]);
  expect(withNarration(bullets, "Only this.").narration).toEqual(["Only this."]);
});

test("texts that lie deeper are found with their way", () => {
  const texts = textsOf({
    kind: "comparison",
    heading: null,
    left: { title: "Cats", items: ["purr"] },
    right: { title: "Dogs", items: ["bark"] },
  });

  expect(texts.map(({ label, value }) => [label, value])).toEqual([
    ["left title", "Cats"],
    ["left items", "purr"],
    ["right title", "Dogs"],
    ["right items", "bark"],
  ]);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { estimateSeconds } from "../script/pacing.ts";
import { readMaterial } from "../script/read-material.ts";
import { writeScript } from "../script/write-script.ts";
import { buildStoryboard } from "./build-storyboard.ts";
import { cutText } from "./cut-captions.ts";
import { storyboardSchema } from "@spool/contracts/storyboard";

function plan(
  input: Record<string, unknown>,
  lengthSeconds: number,
  jobType: "doubt" | "daily_ca" = "doubt",
) {
  const material = readMaterial(jobType, input);
  const script = writeScript(material, { jobType, style: "concise", lengthSeconds }, estimateSeconds);
  return buildStoryboard({ script, lengthSeconds, secondsOf: estimateSeconds, speechOf: () => null });
}

const inputs = fc.record({
  question: fc.constantFrom("Why?", "What is the river, and where does it go in the end?"),
  text: fc
    .array(fc.constantFrom("Short.", "A sentence of middling length is here.", `${"long ".repeat(40)}end.`), {
      minLength: 1,
      maxLength: 30,
    })
    .map((all) => all.join(" ")),
});

test("a storyboard is exactly as long as asked, and its times follow each other without overlap", () => {
  fc.assert(
    fc.property(inputs, fc.constantFrom(60, 120, 180), (input, lengthSeconds) => {
      const { scenes, speech, captions } = plan(input, lengthSeconds);

      expect(scenes[0]?.startSeconds).toBe(0);
      expect(scenes.at(-1)?.endSeconds).toBe(lengthSeconds);
      for (const list of [scenes, speech, captions]) {
        for (const [index, { startSeconds, endSeconds }] of list.entries()) {
          expect(endSeconds).toBeGreaterThan(startSeconds);
          expect(startSeconds).toBeGreaterThanOrEqual((list[index - 1]?.endSeconds ?? 0) - 1e-9);
        }
      }
      // What is left at the end is a pause, not a hole.
      const busyUntil = Math.max(speech.at(-1)?.endSeconds ?? 0, scenes.at(-1)?.timer?.endSeconds ?? 0);
      expect(lengthSeconds - busyUntil).toBeLessThan(6);
    }),
    { numRuns: 100 },
  );
});

test("a storyboard survives being stored", () => {
  const built = plan({ question: "Why?", text: "Because it is so." }, 60);

  expect(storyboardSchema.parse(JSON.parse(JSON.stringify(built)))).toEqual(built);
});

test("countdowns are whole seconds", () => {
  const { scenes } = plan({ question: "Why?" }, 60);
  const timers = scenes.flatMap(({ timer }) =>
    timer === null ? [] : [timer.endSeconds - timer.startSeconds],
  );

  expect(timers.length).toBeGreaterThan(0);
  for (const seconds of timers) expect(seconds).toBeCloseTo(Math.round(seconds), 6);
});

test("time to think about an author's question lies between what is asked and the answer", () => {
  const content = {
    kind: "question",
    question: "Which flows west?",
    options: ["Ganga", "Narmada"],
    answer: 1,
  };
  const narration = ["Two rivers.", "Which of them flows west?", "The Narmada. It ends in the Arabian Sea."];
  const script = { title: "Rivers", scenes: [{ content, narration, timer_seconds: 5 }] };

  const { scenes, speech } = plan({ question: "Rivers", script }, 60);

  const { timer = null, parts = [] } = scenes[0] ?? {};
  const [, asked, told] = speech;
  expect(timer?.startSeconds).toBeGreaterThanOrEqual(asked?.endSeconds ?? Infinity);
  expect((timer?.endSeconds ?? 0) - (timer?.startSeconds ?? 0)).toBe(5);
  expect(told?.startSeconds).toBeGreaterThanOrEqual(timer?.endSeconds ?? Infinity);
  const [question, ...choices] = parts.map(({ appearsAtSeconds }) => appearsAtSeconds);
  expect(question).toBeLessThan(0.2);
  for (const choice of choices.slice(0, -1)) expect(choice).toBeLessThan(timer?.startSeconds ?? 0);
  expect(choices.at(-1)).toBeGreaterThan(timer?.endSeconds ?? Infinity);
});

test("no scene is empty while the voice takes a breath", () => {
  const { scenes } = plan({ question: "Why?", text: "Because it is so. And it stays so for ever." }, 60);

  for (const { startSeconds, parts } of scenes)
    expect((parts[0]?.appearsAtSeconds ?? Infinity) - startSeconds).toBeLessThanOrEqual(0.1 + 1e-9);
});

test("doubts are wide and the others tall", () => {
  expect(plan({ question: "Why?" }, 60).aspect).toBe("16:9");
  expect(plan({ topic: "Today" }, 60, "daily_ca").aspect).toBe("9:16");
});

test("captions are short enough for two lines and lose nothing, whatever the text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 400 }),
      fc.constantFrom(56, 84),
      (text, maxCharacters) => {
        const parts = cutText(text, maxCharacters);

        expect(parts.every((part) => part.length <= maxCharacters)).toBe(true);
        expect(parts.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
      },
    ),
  );
});

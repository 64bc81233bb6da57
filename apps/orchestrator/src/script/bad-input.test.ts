import { readFile } from "node:fs/promises";
import { partsOf } from "@spool/contracts/scene-content";
import { expect, test } from "vitest";
import { durationRange, estimateSeconds } from "./pacing.ts";
import { readMaterial } from "./read-material.ts";
import { writeScript } from "./write-script.ts";

const ORDER = { jobType: "doubt", style: "concise", lengthSeconds: 60 } as const;
const write = (input: Record<string, unknown>) =>
  writeScript(readMaterial("doubt", input), ORDER, estimateSeconds);

test.each([
  ["an empty question", { question: "" }, /input\.question/],
  ["white space", { question: " \n\t " }, /input\.question is blank/],
  ["only emoji", { question: "😀🎉" }, /input\.question is blank/],
  ["control characters", { question: "\u0000\u001b\u0007" }, /input\.question is blank/],
  ["200,000 characters", { question: "Why?", text: "word ".repeat(40_000) }, /input\.text.*50000/],
  ["a theme that nobody has", { question: "Why?", theme: "neon" }, /input\.theme/],
  [
    "a script with a series that does not fit its labels",
    {
      question: "Why?",
      script: {
        title: "x",
        scenes: [
          {
            content: {
              kind: "chart",
              chart: "bar",
              labels: ["a", "b"],
              series: [{ name: "s", values: [1] }],
            },
          },
        ],
      },
    },
    /input\.script\.scenes\.0\.content: the series "s" has 1 values for 2 labels/,
  ],
  [
    "a script with broken LaTeX",
    {
      question: "Why?",
      script: { title: "x", scenes: [{ content: { kind: "formula", steps: [{ tex: "\\frac{" }] } }] },
    },
    /input\.script\.scenes\.0\.content: .*is not LaTeX/,
  ],
])("%s is INVALID_INPUT, and the message says what to change", (_what, input, message) => {
  let error: unknown;
  try {
    write(input);
  } catch (thrown) {
    error = thrown;
  }

  expect(error).toMatchObject({
    category: "INVALID_INPUT",
    message: expect.stringMatching(message) as string,
  });
});

test.each([
  ["topic_short", { topic: "😀🎉" }],
  ["topic_short", { text: " \n\t " }],
  ["topic_short", { topic: "", text: "\u0000\u001b" }],
  ["daily_ca", { points: ["😀", "\u0007"] }],
  ["daily_ca", { text: "🎉 🎉" }],
] as const)(
  "%s with nothing to tell in %j is INVALID_INPUT, and the message names the field",
  (jobType, input) => {
    let error: unknown;
    try {
      readMaterial(jobType, input);
    } catch (thrown) {
      error = thrown;
    }

    expect(error).toMatchObject({
      category: "INVALID_INPUT",
      message: expect.stringMatching(/input\.(topic|text|points)/) as string,
    });
  },
);

test.each([
  ["HTML", "<script>alert(1)</script> is <b>text</b> here."],
  ["ffmpeg filters", "[0:v]drawtext=text='a':x=0;movie=/etc/passwd[out] is only text."],
  ["shell", "$(rm -rf /) `id` and ${HOME} are words."],
  ["broken LaTeX", "The formula $\\frac{a$ is broken here."],
])("%s in a text is drawn as text", (_what, text) => {
  const script = write({ question: "What is this?", text });

  const shown = script.scenes.flatMap(({ content }) => partsOf(content)).join(" ");
  for (const word of text.split(" ")) expect(shown).toContain(word.replace(/\.$/, ""));
});

test("a formula field that is no LaTeX is shown as text, and the submitter is told", () => {
  const script = write({ question: "What is this?", formula: "\\frac{a}{" });

  expect(script.notices.join(" ")).toMatch(/is not LaTeX that can be read \(Missing close brace\)/);
});

test("5,000 words in a real text are shortened to the best sentences, and the notice counts them", async () => {
  const file = new URL("../../../../samples/doubt/solar-system-in-5000-words.json", import.meta.url);
  const payload = JSON.parse(await readFile(file, "utf8")) as { text: string }; // a file of our own

  const order = { jobType: "doubt", style: "detailed", lengthSeconds: 180 } as const;
  const script = writeScript(readMaterial("doubt", payload), order, estimateSeconds);

  expect(payload.text.split(/\s+/).length).toBeGreaterThan(5_000);
  expect(script.notices.join(" ")).toMatch(/\d+ of \d+ sentences were left out to fit 180 seconds/);
  const { min, max } = durationRange(script, estimateSeconds);
  expect(min).toBeLessThanOrEqual(180);
  expect(max).toBeGreaterThanOrEqual(180);
});

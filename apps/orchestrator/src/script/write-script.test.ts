import type { JobTypeName } from "@spool/contracts/job-catalogue";
import { partsOf } from "@spool/contracts/scene-content";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fitScene } from "../renderers/canvas/fit-scene.ts";
import { durationRange, estimateSeconds } from "./pacing.ts";
import { readMaterial } from "./read-material.ts";
import { fixedWords } from "./fixed-words.ts";
import { type ScriptOrder, writeScript } from "./write-script.ts";

const SENTENCES = Array.from(
  { length: 40 },
  (_, index) => `Fact number ${index + 1} about the river is stated in these words.`,
);
const ORDER: ScriptOrder = { jobType: "doubt", style: "concise", lengthSeconds: 60 };

const write = (input: Record<string, unknown>, order: Partial<ScriptOrder> = {}) => {
  const full = { ...ORDER, ...order };
  return writeScript(readMaterial(full.jobType, input), full, estimateSeconds);
};
const linesOf = (script: ReturnType<typeof write>) =>
  script.scenes.flatMap(({ content }) => partsOf(content));

/** The only words of our own: they ask, announce and repeat, and say nothing about any subject. */
const OWN_WORDS = new Set(Object.values(fixedWords("en")).flat());

const materials = fc.record({
  question: fc.string({ minLength: 1, maxLength: 300 }).map((text) => `Why ${text}`),
  text: fc
    .array(fc.constantFrom(...SENTENCES, "It is short.", "No."), { minLength: 1, maxLength: 60 })
    .map((list) => list.join(" ")),
});
const orders = fc.record({
  jobType: fc.constantFrom<JobTypeName>("doubt", "topic_short", "daily_ca"),
  style: fc.constantFrom("concise" as const, "detailed" as const, "example-rich" as const),
  lengthSeconds: fc.constantFrom(60, 120, 180),
});

test("the length can be met with any material, type, style and length", () => {
  fc.assert(
    fc.property(materials, orders, (input, order) => {
      const { min, max } = durationRange(write(input, order), estimateSeconds);

      expect(min).toBeLessThanOrEqual(order.lengthSeconds);
      expect(max).toBeGreaterThanOrEqual(order.lengthSeconds);
    }),
    { numRuns: 150 },
  );
});

test("everything that is shown or said is in the payload, or asks and states nothing", () => {
  fc.assert(
    fc.property(materials, orders, (input, order) => {
      const script = write(input, order);
      const given = readMaterial(order.jobType, input);
      const allowed = new Set([...OWN_WORDS, given.subject, ...given.units.map(({ text }) => text)]);
      const said = script.scenes.flatMap(({ content, utterances }) => [
        ...partsOf(content),
        ...utterances.map(({ text }) => text),
      ]);

      expect(said.filter((text) => !allowed.has(text))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test("long material is shortened by whole sentences in their order, and the notice counts them", () => {
  const script = write({ question: "What of the river?", text: SENTENCES.join(" ") });
  const told = linesOf({
    ...script,
    scenes: script.scenes.filter(
      ({ content, timer }) => timer === null && ["statement", "bullets"].includes(content.kind),
    ),
  });

  expect(told.length).toBeGreaterThan(3);
  expect(told).toEqual(SENTENCES.filter((sentence) => told.includes(sentence)));
  expect(told[0]).toBe(SENTENCES[0]);
  expect(script.notices).toContain(`${40 - told.length} of 40 sentences were left out to fit 60 seconds.`);
});

test("a question that comes alone is asked with time to think, and the notice says that it is not answered", () => {
  const script = write({ question: "Test question" });

  expect(script.scenes.filter(({ timer }) => timer !== null).length).toBeGreaterThan(1);
  expect(script.notices.join(" ")).toContain("does not answer");
});

test("all points of a short list are told in their order, each with its number", () => {
  const points = ["The budget passed.", "The bridge opened.", "Rain is expected."];

  const script = write({ topic: "Today", points }, { jobType: "daily_ca" });

  const own = script.scenes.filter(({ number, timer }) => number !== null && timer === null);
  expect(own.map(({ content }) => partsOf(content)[0])).toEqual(points);
  expect(own.map(({ number }) => number)).toEqual([1, 2, 3].map((index) => ({ index, total: 3 })));
});

test("a summary has two lines at least, and gives way to a sentence that would not be told otherwise", () => {
  const summaries: number[] = [];
  for (let count = 2; count <= 30; count += 1) {
    const text = SENTENCES.slice(0, count).join(" ");
    const { scenes, notices } = write({ topic: "The river", text }, { jobType: "topic_short" });

    const summary = scenes.flatMap(({ content }) =>
      content.kind === "summary" ? [content.items.length] : [],
    );
    for (const lines of summary) expect(lines).toBeGreaterThanOrEqual(2);
    if (summary.length === 0) expect(notices.join(" ")).not.toContain("left out");
    summaries.push(...summary);
  }
  expect(summaries.length).toBeGreaterThan(10);
});

test("a formula that would take too long to say is shown for the time to read it, in lines that can be read", () => {
  const sum = (letter: string) =>
    Array.from({ length: 24 }, (_term, at) => `${letter}_{${at}}^{2}`).join(" + ");
  const formula = `r = \\frac{${sum("x")}}{${sum("y")}}`;
  const script = write({ question: "How is it computed?", text: "It is a ratio of two sums.", formula });

  const scenes = script.scenes.filter(({ content }) => content.kind === "formula");
  const steps = scenes.flatMap(({ content }) => (content.kind === "formula" ? content.steps : []));
  expect(steps.map(({ tex }) => tex.replace(/^\{\}/, "")).join("")).toBe(
    `r = \\frac{A}{B}A = ${sum("x")}B = ${sum("y")}`,
  );
  expect(scenes.flatMap(({ utterances }) => utterances)).toEqual([]);
  expect(scenes.reduce((sum_, { rest }) => sum_ + (rest?.maxSeconds ?? 0), 0)).toBeGreaterThan(10);
  expect(script.notices.join(" ")).not.toContain("left out");
  const summary = script.scenes.flatMap(({ content }) => (content.kind === "summary" ? content.items : []));
  expect(summary).not.toContain("");
});

test("a formula that is too wide goes on in lines, also where all of them find room in one scene", () => {
  const formula = `y = ${Array.from({ length: 14 }, (_term, at) => `a_{${at}} x^{${at}}`).join(" + ")}`;
  const script = write({ question: "What is a polynomial?", text: "It is a sum of powers.", formula });

  const steps = script.scenes.flatMap(({ content }) => (content.kind === "formula" ? content.steps : []));
  expect(steps.length).toBeGreaterThan(1);
  expect(steps.map(({ tex }) => tex.replace(/^\{\}/, "")).join("")).toBe(formula);
  const said = script.scenes
    .filter(({ content }) => content.kind === "formula")
    .flatMap((scene) => scene.utterances);
  expect(said.length).toBeLessThanOrEqual(steps.length);
});

test("a formula in a summary is said in words, as it was before", () => {
  const text =
    "A force changes how a body moves. The law says $F = ma$. Twice the force gives twice as much.";

  const { scenes } = write({ topic: "Newton's second law", text }, { jobType: "topic_short" });

  const said = scenes.findLast(({ content }) => content.kind === "summary")?.utterances ?? [];
  expect(said.map(({ text, spoken }) => spoken ?? text).join(" ")).toContain("F equals m a");
});

test("an example-rich video shows the examples in scenes of their own, and says when there are none", () => {
  const text = `${SENTENCES.slice(0, 20).join(" ")} For example, the Ganga floods every year.`;

  const script = write({ question: "What of the river?", text }, { style: "example-rich" });
  const without = write({ question: "What of the river?", text: SENTENCES[0] }, { style: "example-rich" });

  expect(script.scenes.find(({ kicker }) => kicker === "Example")?.content).toEqual({
    kind: "statement",
    text: "For example, the Ganga floods every year.",
  });
  expect(without.notices).toContain("The material has no examples, and none were made up.");
});

const TABLE = [
  "| River | Length | Ends in |",
  "|---|---|---|",
  ...Array.from({ length: 60 }, (_row, at) => `| River number ${at} | ${at * 37} km | the sea |`),
].join("\n");
const LONG = Array.from({ length: 12 }, (_item, at) => `${at} ${"is a word of many ".repeat(9)}end.`);

test.each([
  ["a table of 60 rows", { topic: "Rivers", text: TABLE }],
  [
    "a table of 1,000 rows",
    { topic: "Rivers", text: `${TABLE}\n${"| Another | 1 km | the sea |\n".repeat(940)}` },
  ],
  ["one sentence without an end", { topic: "Rivers", text: "water ".repeat(900) }],
  ["code of 200 lines", { topic: "Code", code: "x = 1\n".repeat(200) }],
  ["a long quotation", { topic: "Words", quote: "they said ".repeat(200) }],
  [
    "an author's long scenes",
    {
      script: {
        title: "Long",
        scenes: [
          { content: { kind: "bullets", heading: "All", items: LONG } },
          { content: { kind: "statement", text: LONG.join(" ").slice(0, 1_900) }, narration: ["Read this."] },
        ],
      },
    },
  ],
])("%s becomes scenes that can be read", (_what, input) => {
  for (const aspect of ["16:9", "9:16", "1:1"] as const) {
    const script = write({ ...input, aspect }, { jobType: "topic_short" });

    for (const { content } of script.scenes) expect(fitScene(content, aspect)).toEqual([content]);
    const { min } = durationRange(script, estimateSeconds);
    if (script.writtenBy === "writer") expect(min).toBeLessThanOrEqual(60);
    // Nothing is left out of what an author wrote.
    else expect(linesOf(script).join(" ")).toContain("end.");
  }
});

test("5,000 words are read and shortened in well under a second", () => {
  const text = Array.from(
    { length: 500 },
    (_, index) => `Sentence ${index} holds these ten words about the long river.`,
  ).join(" ");
  const startedAtMs = performance.now();

  const script = write({ question: "What of the river?", text }, { lengthSeconds: 180 });

  expect(performance.now() - startedAtMs).toBeLessThan(3_000);
  expect(linesOf(script).length).toBeGreaterThan(10);
});

test("what is said again and again with other names takes the place of nothing else", () => {
  const planets = ["Mercury", "Venus", "Earth", "Mars", "Jupiter", "Saturn", "Uranus", "Neptune"];
  const compared = planets.map(
    (planet, at) => `Light from the Sun is on its way to ${planet} for ${at + 3} minutes.`,
  );
  const facts = [
    "The Sun holds almost all of the mass of the Solar System.",
    "Rock and metal make up the inner planets.",
    "Gas giants have rings of ice and dust around them.",
    "Comets come from far beyond the orbit of the last planet.",
  ];

  const script = write({ question: "What is the Solar System?", text: [...facts, ...compared].join(" ") });

  const told = linesOf(script).join(" ");
  for (const fact of facts) expect(told).toContain(fact);
  expect(told.match(/Light from the Sun/g)?.length ?? 0).toBeLessThan(5);
});

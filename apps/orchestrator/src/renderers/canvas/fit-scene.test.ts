import { createCanvas } from "@napi-rs/canvas";
import { partsOf, type SceneContent } from "@spool/contracts/scene-content";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawable } from "./drawable.ts";
import { fitScene, splitScene } from "./fit-scene.ts";
import { layoutOf } from "./layout.ts";
import { planScene } from "./plan-scene.ts";
import { THEMES } from "./theme.ts";

const VIDEO_ASPECTS = ["16:9", "9:16", "1:1"] as const;

/** Text of every script there is, very long words and signs that cannot be drawn among it. */
const words = fc.constantFrom(
  ..."the right to life and personal liberty अनुच्छेद स्वतंत्रता Ελλάδα Привет người الدستور והחוק 宪法第二十一条保护生命 日本国憲法の தமிழ் తెలుగు ಕನ್ನಡ മലയാളം ગુજરાતી ਪੰਜਾਬੀ বাংলা 299,792 💡 <b>x</b> %{eif} ✅".split(
    " ",
  ),
  "W".repeat(70),
  "Donaudampfschifffahrtsgesellschaft",
);
const texts = (maxLength: number) => fc.array(words, { minLength: 1, maxLength }).map((all) => all.join(" "));
const items = fc.array(texts(14), { minLength: 1, maxLength: 9 });
const heading = fc.option(texts(6), { nil: null });
const contents: fc.Arbitrary<SceneContent> = fc.oneof(
  fc.record({ kind: fc.constant("title" as const), title: texts(20), subtitle: heading }),
  fc.record({ kind: fc.constant("statement" as const), text: texts(90) }),
  fc.record({
    kind: fc.constantFrom("bullets" as const, "steps" as const, "summary" as const),
    heading,
    items,
  }),
  fc.record({ kind: fc.constant("quote" as const), text: texts(60), source: heading }),
  fc.record({
    kind: fc.constant("comparison" as const),
    heading,
    left: fc.record({ title: texts(4), items }),
    right: fc.record({ title: texts(4), items }),
  }),
  fc.record({
    kind: fc.constant("table" as const),
    heading,
    header: fc.array(texts(2), { maxLength: 4 }),
    rows: fc.array(fc.array(texts(5), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 10 }),
  }),
  fc.record({
    kind: fc.constant("question" as const),
    question: texts(20),
    options: fc.array(texts(6), { maxLength: 5 }),
    answer: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant("code" as const),
    heading,
    language: fc.constantFrom(null, "python", "no such language"),
    code: fc.array(texts(8), { minLength: 1, maxLength: 30 }).map((lines) => lines.join("\n")),
  }),
  fc.record({
    kind: fc.constant("image" as const),
    file: fc.constantFrom(null, "https://example.org/a.png"),
    caption: fc.option(texts(60), { nil: null }),
  }),
  fc
    .record({
      chart: fc.constantFrom("bar" as const, "line" as const, "pie" as const),
      labels: fc.array(texts(4), { minLength: 1, maxLength: 40 }),
      names: fc.array(texts(3), { minLength: 1, maxLength: 4 }),
      heading,
    })
    .map(({ chart, labels, names, heading }) => ({
      kind: "chart" as const,
      heading,
      chart,
      unit: null,
      labels,
      series: names.map((name, row) => ({ name, values: labels.map((_label, at) => row + at + 1) })),
    })),
  fc.record({
    kind: fc.constant("formula" as const),
    heading,
    steps: fc.array(
      fc.record({ tex: fc.constantFrom("x^2", "\\frac{1}{2", "", "a=b+c", "x".repeat(200)), note: heading }),
      { minLength: 1, maxLength: 6 },
    ),
  }),
);

const PICTURE = createCanvas(1600, 900);

const stageOf = (aspect: (typeof VIDEO_ASPECTS)[number]) => ({
  layout: layoutOf({ aspect }),
  theme: THEMES.night,
  isRightToLeft: false,
  language: "en",
  image: () => PICTURE,
});

/** What cannot be cut any further: one formula, or a word with nothing before or behind it. */
function isWhole(content: SceneContent): boolean {
  if (content.kind === "formula") return content.steps.length === 1;
  return partsOf(content).every((part) => !/\s/.test(part.trim()));
}

describe.each(VIDEO_ASPECTS)("in a picture of %s", (aspect) => {
  test("every piece of a scene fits and lies inside the body, whatever its texts are", () => {
    fc.assert(
      fc.property(contents, (content) => {
        const stage = stageOf(aspect);
        const { body } = stage.layout;
        for (const part of fitScene(content, aspect)) {
          const plan = planScene(drawable(part), stage);
          expect(plan.fits || isWhole(part), JSON.stringify(part)).toBe(true);
          for (const [name, box] of Object.entries(plan.boxes)) {
            expect(box.x, name).toBeGreaterThanOrEqual(body.x - 0.5);
            expect(box.y, name).toBeGreaterThanOrEqual(body.y - 0.5);
            expect(box.x + box.width, name).toBeLessThanOrEqual(body.x + body.width + 0.5);
            expect(box.y + box.height, name).toBeLessThanOrEqual(body.y + body.height + 0.5);
          }
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  test.each([
    { kind: "table" as const, heading: null, header: ["W".repeat(70)], rows: [["the", "the"]] },
    { kind: "quote" as const, text: "the", source: `the ${"W".repeat(70)}` },
  ])("what stands beside %o and takes all its room is told on its own", (content) => {
    for (const part of fitScene(content, aspect)) {
      expect(planScene(drawable(part), stageOf(aspect)).fits || isWhole(part), JSON.stringify(part)).toBe(
        true,
      );
    }
  });

  test("every word of a scene is in its pieces, in order", () => {
    fc.assert(
      fc.property(contents, (content) => {
        const shown = splitScene(content, aspect).flatMap(({ parts }) =>
          parts.filter((part) => part !== null),
        );
        const whole = partsOf(content);

        // Two columns are cut together, so parts come in order only among themselves.
        for (const [part, text] of whole.entries()) {
          const own = shown.filter((each) => each.part === part).map((each) => each.text);
          if (content.kind === "table" || content.kind === "formula" || content.kind === "chart") continue;
          expect(squeezed(own.join(""))).toBe(squeezed(text));
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  test("a scene that nobody splits is drawn too small to read rather than outside of the body", () => {
    const stage = stageOf(aspect);
    const { body } = stage.layout;
    const many = Array.from({ length: 100 }, (_item, index) => `Point ${index} of a hundred`);
    const crowded: SceneContent[] = [
      { kind: "bullets", heading: "All", items: many },
      { kind: "table", heading: "All", header: ["A", "B"], rows: many.map((item) => [item, item]) },
      { kind: "table", heading: null, header: [], rows: [many] },
      { kind: "question", question: "Which of them?", options: many, answer: 3 },
      { kind: "code", heading: null, language: "python", code: many.join("\n") },
    ];

    for (const content of crowded) {
      const plan = planScene(content, stage);
      expect(plan.fits).toBe(false);
      for (const [name, box] of Object.entries(plan.boxes)) {
        expect(box.y, `${content.kind} ${name}`).toBeGreaterThanOrEqual(body.y - 0.5);
        expect(box.y + box.height, `${content.kind} ${name}`).toBeLessThanOrEqual(body.y + body.height + 0.5);
      }
    }
  }, 30_000);

  test("pieces are of about equal size", () => {
    const items = Array.from({ length: 21 }, (_item, index) => `Point ${index} of those that are told here`);

    const sizes = fitScene({ kind: "bullets", heading: "All of it", items }, aspect).map(
      (part) => partsOf(part).length,
    );

    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(21);
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });
});

const squeezed = (text: string) => text.replace(/\s/g, "");

test("steps that are split go on counting", () => {
  const items = Array.from(
    { length: 14 },
    (_item, index) => `Step with a good many words in it, number ${index + 1} of all`,
  );

  const parts = fitScene({ kind: "steps", heading: null, items }, "9:16");

  expect(parts.length).toBeGreaterThan(1);
  expect(partsOf(parts.at(-1) ?? { kind: "statement", text: "" }).at(-1)).toMatch(/^14\. /);
});

test("a table with more columns than there is room for shows its first one again with the others", () => {
  const row = (name: string) => [name, ...Array.from({ length: 11 }, (_cell, at) => `${name} value ${at}`)];
  const rows = ["Earth", "Mars", "Venus"].map(row);

  const parts = fitScene({ kind: "table", heading: null, header: row("Planet"), rows }, "9:16");

  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) {
    const names = part.kind === "table" ? part.rows.map(([name]) => name) : [];
    expect(names).toEqual(["Earth", "Mars", "Venus"]);
  }
});

test("a formula that is wider than the picture goes on in lines that can be read, and none of it is lost", () => {
  const terms = Array.from({ length: 60 }, (_term, at) => `\\frac{x^{${at}}}{${at}!}`);
  const tex = `e^x = ${terms.join(" + ")}`;
  const note = "By the definition of the exponential function";

  const pieces = splitScene({ kind: "formula", heading: "A series", steps: [{ tex, note }] }, "16:9");

  const steps = pieces.flatMap(({ content }) => (content.kind === "formula" ? content.steps : []));
  expect(steps.length).toBeGreaterThan(3);
  expect(steps.map((step) => step.tex.replace(/^\{\}/, "")).join("")).toBe(tex);
  expect(steps.map((step) => step.note)).toEqual([note, ...steps.slice(1).map(() => null)]);
  expect(pieces.flatMap(({ parts }) => parts).every((shown) => shown?.part === 0)).toBe(true);
  const stage = stageOf("16:9");
  for (const { content } of pieces) expect(planScene(content, stage).fits).toBe(true);
});

test.each(["16:9", "9:16"] as const)(
  "one huge fraction is told with names for its parts, which follow, and all of it can be read in %s",
  (aspect) => {
    const sum = (letter: string, count: number) =>
      Array.from({ length: count }, (_term, at) => `${letter}_{${at}}^{2}`).join(" + ");
    const tex = `R = \\frac{${sum("x", 24)}}{${sum("y", 30)}}`;

    const pieces = splitScene({ kind: "formula", heading: null, steps: [{ tex, note: null }] }, aspect);

    const steps = pieces.flatMap(({ content }) => (content.kind === "formula" ? content.steps : []));
    const lines = steps.map((step) => step.tex.replace(/^\{\}/, ""));
    expect(lines.join("")).toBe(`R = \\frac{A}{B}A = ${sum("x", 24)}B = ${sum("y", 30)}`);
    expect(pieces.flatMap(({ parts }) => parts).every((shown) => shown?.part === 0)).toBe(true);
    const stage = stageOf(aspect);
    for (const { content } of pieces) expect(planScene(content, stage).fits).toBe(true);
  },
);

test("lines that would lie on each other's names are shown in several charts", () => {
  const labels = ["2001", "2011", "2021"];
  const names = Array.from({ length: 20 }, (_name, at) => `State ${at}`);
  const series = names.map((name, at) => ({ name, values: [at, at + 1, at + 2] }));

  const parts = fitScene({ kind: "chart", heading: null, chart: "line", unit: null, labels, series }, "16:9");

  const shown = parts.map((part) => (part.kind === "chart" ? part.series.map(({ name }) => name) : []));
  expect(shown.flat()).toEqual(names);
  expect(Math.max(...shown.map(({ length }) => length))).toBeLessThanOrEqual(8);
  for (const part of parts) expect(planScene(part, stageOf("16:9")).fits).toBe(true);
});

test("what fits comes back as it is", () => {
  const content: SceneContent = { kind: "bullets", heading: null, items: ["One ✅", "Two 💡"] };

  expect(fitScene(content, "16:9")).toEqual([content]);
});

test.each([
  [
    "a table of 60 rows",
    {
      kind: "table",
      heading: "All of them",
      header: ["Name", "Value", "Remark"],
      rows: Array.from({ length: 60 }, (_row, at) => [
        `Row ${at}`,
        `${at * 17} km`,
        "a remark of a few words",
      ]),
    },
  ],
  [
    "a list of 5,000 words",
    {
      kind: "bullets",
      heading: "All of it",
      items: Array.from({ length: 100 }, (_item, at) =>
        Array.from({ length: 50 }, (_word, word) => `word${(at * 7 + word * 3) % 90}`).join(" "),
      ),
    },
  ],
  [
    "code of 10,000 characters",
    { kind: "code", heading: null, language: "python", code: "x = [1, 2]\n".repeat(900) },
  ],
] satisfies [string, SceneContent][])("%s is split in well under a second", (_what, content) => {
  // Fonts, and the languages that code is coloured by, are read once in a process.
  fitScene({ kind: "code", heading: "Ready", language: "python", code: "x = 1" }, "9:16");
  // Of work: the machine may have other things to do.
  const startedAt = process.cpuUsage();

  const parts = fitScene(content, "9:16");

  expect(process.cpuUsage(startedAt).user / 1_000).toBeLessThan(1_000);
  expect(parts.length).toBeGreaterThan(3);
});

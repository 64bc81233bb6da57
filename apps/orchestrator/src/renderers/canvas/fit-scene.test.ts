import { partsOf, type SceneContent } from "@spool/contracts/scene-content";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitScene } from "./fit-scene.ts";
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
    kind: fc.constant("formula" as const),
    heading,
    steps: fc.array(
      fc.record({ tex: fc.constantFrom("x^2", "\\frac{1}{2", "", "a=b+c", "x".repeat(200)), note: heading }),
      { minLength: 1, maxLength: 6 },
    ),
  }),
);

const stageOf = (aspect: (typeof VIDEO_ASPECTS)[number]) => ({
  layout: layoutOf({ aspect }),
  theme: THEMES.night,
  isRightToLeft: false,
  language: "en",
  image: () => null,
});

describe.each(VIDEO_ASPECTS)("in a picture of %s", (aspect) => {
  test("nothing of a scene lies outside the body, whatever its texts are", () => {
    fc.assert(
      fc.property(contents, (content) => {
        const stage = stageOf(aspect);
        const { body } = stage.layout;
        for (const part of fitScene(content, aspect)) {
          for (const [name, box] of Object.entries(planScene(part, stage).boxes)) {
            expect(box.x, name).toBeGreaterThanOrEqual(body.x - 0.5);
            expect(box.y, name).toBeGreaterThanOrEqual(body.y - 0.5);
            expect(box.x + box.width, name).toBeLessThanOrEqual(body.x + body.width + 0.5);
            expect(box.y + box.height, name).toBeLessThanOrEqual(body.y + body.height + 0.5);
          }
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  test("a scene that is split keeps all that it shows, in order, and then fits", () => {
    const long = Array.from(
      { length: 12 },
      (_item, index) => `Point ${index}: ${"a sentence of some length. ".repeat(4)}`,
    );

    const parts = fitScene({ kind: "bullets", heading: "All of it", items: long }, aspect);

    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flatMap(partsOf)).toEqual(long.map((item) => item));
    for (const part of parts) expect(planScene(part, stageOf(aspect)).fits).toBe(true);
  });
});

test("steps that are split go on counting", () => {
  const items = Array.from(
    { length: 14 },
    (_item, index) => `Step with a good many words in it, number ${index + 1} of all`,
  );

  const parts = fitScene({ kind: "steps", heading: null, items }, "9:16");

  expect(parts.length).toBeGreaterThan(1);
  expect(partsOf(parts.at(-1) ?? { kind: "statement", text: "" }).at(-1)).toMatch(/^14\. /);
});

test("what fits comes back as it is, without what cannot be drawn", () => {
  const content: SceneContent = { kind: "bullets", heading: null, items: ["One ✅", "Two 💡"] };

  expect(fitScene(content, "16:9")).toEqual([{ kind: "bullets", heading: null, items: ["One ✓", "Two "] }]);
});

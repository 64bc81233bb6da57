import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCanvas } from "@napi-rs/canvas";
import type { SceneContent } from "@spool/contracts/scene-content";
import { VIDEO_THEMES } from "@spool/contracts/video-themes";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { everySceneStoryboard } from "../../test-support/every-scene.ts";
import { measureText } from "../canvas/fit-text.ts";
import { formulaSvg } from "./formula-svg.ts";
import type { Piece } from "./piece.ts";
import { planPieces } from "./plan-pieces.ts";

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "spool-pieces-"))));
afterAll(() => rm(folder, { recursive: true }));

/** The left, right, upper and lower edge of what a piece covers when it has come in. */
function reachOf(piece: Piece): { left: number; right: number; top: number; bottom: number } {
  switch (piece.kind) {
    case "text": {
      const typeface = piece.families[0]?.includes("mono") === true ? "mono" : "sans";
      const width = measureText(piece.text, { sizePx: piece.sizePx, weight: piece.weight as 400, typeface }); // one of them
      const left = piece.x - { left: 0, centre: width / 2, right: width }[piece.align];
      return {
        left,
        right: left + width,
        top: piece.middleY - piece.sizePx / 2,
        bottom: piece.middleY + piece.sizePx / 2,
      };
    }
    case "panel":
    case "picture": {
      const { x, y, width, height } = piece.box;
      return { left: x, right: x + width, top: y, bottom: y + height };
    }
    case "disc":
    case "countdown":
      return {
        left: piece.x - piece.radius,
        right: piece.x + piece.radius,
        top: piece.y - piece.radius,
        bottom: piece.y + piece.radius,
      };
    case "stroke": {
      const [xs, ys] = [piece.points.map(({ x }) => x), piece.points.map(({ y }) => y)];
      return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
    }
  }
}

async function expectInside(
  contents: SceneContent[] | undefined,
  look: Parameters<typeof everySceneStoryboard>[0],
) {
  const storyboard = everySceneStoryboard(look, contents);
  const { plan } = await planPieces(storyboard, folder);
  for (const piece of plan.pieces) {
    const { left, right, top, bottom } = reachOf(piece);
    expect(left, JSON.stringify(piece)).toBeGreaterThanOrEqual(-1);
    expect(right, JSON.stringify(piece)).toBeLessThanOrEqual(plan.widthPx + 1);
    expect(top, JSON.stringify(piece)).toBeGreaterThanOrEqual(-1);
    expect(bottom, JSON.stringify(piece)).toBeLessThanOrEqual(plan.heightPx + 1);
    expect(piece.fromSeconds).toBeGreaterThanOrEqual(0);
    expect(piece.untilSeconds).toBeLessThanOrEqual(plan.durationSeconds + 1);
  }
  return plan;
}

test.each(["16:9", "9:16", "1:1"] as const)(
  "scenes of all kinds lie inside the picture (%s)",
  async (aspect) => {
    for (const theme of VIDEO_THEMES) await expectInside(undefined, { aspect, theme });
    await expectInside(undefined, { aspect, direction: "rtl" });
  },
);

const words = fc
  .array(
    fc.constantFrom("अनुच्छेद", "الدستور", "宪法第二十一条", "W".repeat(60), "il", "<b>x</b>", "7,5 %", "🙂"),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((list) => list.join(" "));

test("text of any script and length stays inside the picture", async () => {
  await fc.assert(
    fc.asyncProperty(words, fc.constantFrom("16:9" as const, "9:16" as const), async (text, aspect) => {
      const contents: SceneContent[] = [
        { kind: "title", title: text, subtitle: text },
        { kind: "statement", text },
        { kind: "steps", heading: text, items: [text, text, text] },
        {
          kind: "comparison",
          heading: text,
          left: { title: text, items: [text] },
          right: { title: text, items: [text] },
        },
        { kind: "table", heading: text, header: [text, text], rows: [[text, text], [text]] },
        { kind: "code", heading: text, language: "python", code: `${text}\n${text}` },
        { kind: "quote", text, source: text },
        { kind: "image", file: null, caption: text },
        { kind: "question", question: text, options: [text, text, text], answer: 1 },
      ];
      await expectInside(contents, { aspect });
    }),
    { numRuns: 8 },
  );
}, 120_000);

test.each(["16:9", "9:16"] as const)(
  "however much there is of it stays inside the picture (%s)",
  async (aspect) => {
    const many = Array.from({ length: 90 }, (_item, index) => `Item ${index}`);
    const values = many.map((_item, index) => index - 30);
    const chart = { kind: "chart", heading: "Many", unit: "thousands of tonnes", labels: many } as const;
    const series = ["One", "Two", "Three"].map((name) => ({ name, values }));
    const contents: SceneContent[] = [
      { kind: "bullets", heading: "Many", items: many },
      {
        kind: "comparison",
        heading: null,
        left: { title: "A", items: many },
        right: { title: "B", items: many },
      },
      { kind: "table", heading: null, header: ["a", "b"], rows: many.map((item) => [item, item]) },
      { kind: "question", question: "Which?", options: many.slice(0, 30), answer: 3 },
      {
        kind: "formula",
        heading: null,
        steps: many.map((_item, index) => ({ tex: `x_{${index}}`, note: "as said" })),
      },
      { kind: "code", heading: null, language: null, code: many.join("\n") },
      { ...chart, chart: "bar", series },
      { ...chart, chart: "line", series },
      { ...chart, chart: "pie", series },
    ];

    await expectInside(contents, { aspect });
  },
);

test("a picture lies beside the plan under a name of ours, and one that cannot be read leaves its words", async () => {
  const canvas = createCanvas(40, 20);
  await writeFile(join(folder, "map.png"), canvas.toBuffer("image/png"));
  const image = (file: string): SceneContent => ({ kind: "image", file, caption: "A map" });
  const storyboard = everySceneStoryboard({}, [
    image("map.png"),
    image("../../etc/passwd"),
    image("gone.png"),
  ]);

  const { plan, files } = await planPieces(storyboard, folder);

  const pictures = plan.pieces.filter((piece) => piece.kind === "picture");
  expect(pictures.map(({ file }) => file)).toEqual(["file-0.png"]);
  expect(files.get("file-0.png")).toMatchObject({ content: canvas.toBuffer("image/png") });
  expect(
    plan.pieces.filter((piece) => piece.kind === "text" && piece.text === "A map").length,
  ).toBeGreaterThan(2);
});

test("every font that a text asks for lies beside the plan", async () => {
  const { plan, files } = await planPieces(everySceneStoryboard(), folder);

  const there = new Set(plan.fonts.map(({ family }) => family));
  for (const piece of plan.pieces)
    if (piece.kind === "text") for (const family of piece.families) expect(there).toContain(family);
  for (const { file } of plan.fonts) expect(files.has(file)).toBe(true);
});

test.each([
  ["x^2", true],
  ["\\text{<script>alert(1)</script>}", true],
  ["\\input{/etc/passwd}", false],
  ["\\frac{1}{", false],
])("the formula %s is a picture without markup of its own, or text", (tex, isFormula) => {
  const picture = formulaSvg(tex, "#ffffff");

  expect(picture !== null).toBe(isFormula);
  expect(picture?.svg ?? "").not.toMatch(/<script|currentColor/);
});

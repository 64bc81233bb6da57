import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanLine } from "../../script/clean-text.ts";
import { fitLine, fitText, measureText } from "./fit-text.ts";

const BOX = {
  widthPx: 800,
  heightPx: 400,
  maxSizePx: 72,
  weight: 600 as const,
  lineHeight: 1.3,
};

/** What reaches the canvas: drawable text of every script there is, very long words and very wide letters among it. */
const texts = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 220 }),
    fc
      .array(
        fc.constantFrom(
          "अनुच्छेद",
          "स्वतंत्रता",
          "Ελλάδα",
          "الدستور",
          "宪法第二十一条",
          "日本国憲法の",
          "סעיף",
          "বাংলা",
          "தமிழ்",
          "Привет",
          "người",
          "W".repeat(60),
          "il",
          "क्ष्म्य",
        ),
        {
          minLength: 1,
          maxLength: 16,
        },
      )
      .map((words) => words.join(" ")),
    fc.integer({ min: 1, max: 220 }).map((count) => "W".repeat(count)),
  )
  .map((text) => cleanLine(text).text);

test("text never leaves its box, whatever it is", () => {
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 5 }), (paragraphs) => {
      const fitted = fitText(paragraphs, { ...BOX, paragraphGap: 0.6 });

      expect(fitted.heightPx).toBeLessThanOrEqual(BOX.heightPx);
      for (const { lines } of fitted.paragraphs) {
        for (const line of lines) {
          expect(measureText(line.text, fitted.font)).toBeLessThanOrEqual(BOX.widthPx + 0.01);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("wrapping loses no character", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { paragraphs } = fitText([text], BOX);
      const bare = (value: string) => value.replaceAll(" ", "");

      expect(bare(paragraphs[0]?.lines.map(({ text: line }) => line).join("") ?? "")).toBe(bare(text));
    }),
    { numRuns: 60 },
  );
});

test("a scene's 300 characters stay at a readable size, and a short text is as large as allowed", () => {
  const long = "The court held that the right to life includes the right to live with dignity. "
    .repeat(4)
    .slice(0, 300);

  expect(fitText([long], { ...BOX, widthPx: 888, heightPx: 980 }).font.sizePx).toBeGreaterThan(50);
  expect(fitText(["Why?"], BOX).font.sizePx).toBe(BOX.maxSizePx);
});

test("lines of a paragraph are of about equal length", () => {
  const [paragraph] = fitText(
    ["Plants make sugar from light, water and carbon dioxide in their leaves."],
    BOX,
  ).paragraphs;
  const widths = (paragraph?.lines ?? []).map((line) => line.widthPx);

  expect(widths.length).toBeGreaterThan(1);
  expect(Math.min(...widths) / Math.max(...widths)).toBeGreaterThan(0.6);
});

test("a word that fits in a line is not cut to make lines even", () => {
  const widthPx = measureText("Column", { sizePx: 40, weight: 700 }) * 1.02;

  const { paragraphs } = fitText(["Column 0"], {
    ...BOX,
    widthPx,
    maxSizePx: 40,
    minSizePx: 38,
    weight: 700,
  });

  expect(paragraphs[0]?.lines.map(({ text }) => text)).toEqual(["Column", "0"]);
});

test("a line that is too long ends with an ellipsis at a word's end", () => {
  const line = fitLine("What is Article 21 of the Constitution of India", 400, { sizePx: 40, weight: 400 });

  expect(line).toMatch(/^What is Article 21( of| of the)? …$/);
  expect(measureText(line, { sizePx: 40, weight: 400 })).toBeLessThanOrEqual(400);
});

test.each([
  ["India became the fourth country to land softly on the Moon.", 560],
  [
    "Here F is the force in newtons, m is the mass in kilograms and a is the acceleration in metres per second squared.",
    620,
  ],
])("no line of %j is left with one word", (text, widthPx) => {
  const { paragraphs } = fitText([text], { ...BOX, heightPx: 900, widthPx });

  const lines = paragraphs[0]?.lines ?? [];
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.at(-1)?.text).toContain(" ");
});

test("a number stays in the line of its unit or its month where there is room for it", () => {
  const { paragraphs } = fitText(["It landed near the south pole of the Moon on 23 August 2023."], {
    ...BOX,
    heightPx: 900,
    widthPx: 620,
  });

  expect(paragraphs[0]?.lines.map(({ text }) => text).join("|")).toContain("23 August");
});

import { partsOf, type SceneContent } from "@spool/contracts/scene-content";
import fc from "fast-check";
import { expect, test } from "vitest";
import { splitScene } from "../renderers/canvas/fit-scene.ts";
import { divideNarration } from "./divide-narration.ts";
import { fitScenes } from "./fit-scenes.ts";
import { sceneOf, type Utterance } from "./script.ts";

const SENTENCE = "The river rises in the hills and carries what it finds there far into the sea.";
const many = (count: number) => Array.from({ length: count }, (_item, at) => `Number ${at}: ${SENTENCE}`);
const squeezed = (utterances: readonly Utterance[]) =>
  utterances.map(({ text }) => text.replace(/\s/g, "")).join("");

const narrations = fc.array(
  fc.record({
    text: fc.constantFrom(SENTENCE, "Short.", "यह नदी है।", "A formula: x² + 1."),
    revealsUpTo: fc.option(fc.nat({ max: 11 }), { nil: null }),
  }),
  { maxLength: 20 },
);
const contents: SceneContent[] = [
  { kind: "bullets", heading: null, items: many(12) },
  { kind: "steps", heading: "Steps", items: many(12) },
  { kind: "statement", text: many(14).join(" ") },
  { kind: "quote", text: many(14).join(" "), source: "Somebody" },
  {
    kind: "comparison",
    heading: null,
    left: { title: "Left", items: many(9) },
    right: { title: "Right", items: many(7) },
  },
  { kind: "table", heading: null, header: ["A", "B"], rows: many(12).map((text) => [text, "b"]) },
];

test("nothing that is said is lost or said twice, whatever brings which part", () => {
  fc.assert(
    fc.property(narrations, fc.constantFrom(...contents), (utterances, content) => {
      const shares = divideNarration(utterances, splitScene(content, "9:16"));

      const said = shares.flat();
      expect(squeezed(said).length).toBe(squeezed(utterances).length);
      expect(Array.from(squeezed(said)).sort()).toEqual(Array.from(squeezed(utterances)).sort());
    }),
    { numRuns: 60 },
  );
});

test.each(contents.map((content) => [content.kind, content] as const))(
  "of a %s that is read out, each piece says what it shows",
  (kind, content) => {
    const pieces = fitScenes([sceneOf("", content)], "9:16");

    expect(pieces.length).toBeGreaterThan(1);
    for (const { content: piece, utterances } of pieces) {
      const shown = partsOf(piece)
        .join("")
        .replace(/\s|\d+\./g, "");
      const said = squeezed(utterances).replace(/\d+\./g, "");
      if (kind === "comparison") expect(shown).toContain(said.slice(-60));
      else expect(said).toBe(shown);
      expect(utterances.at(-1)?.revealsUpTo).toBe(partsOf(piece).length - 1);
    }
  },
);

test("an author's sentences keep their order, also over two columns that are cut together", () => {
  const [, , , , comparison] = contents;
  if (comparison === undefined) throw new Error("There is a comparison.");
  const told = ["One.", "Two.", "Three.", "Four."].map((text, at) => ({ text, revealsUpTo: 4 * (at + 1) }));

  const pieces = fitScenes([sceneOf("", comparison, { utterances: told })], "9:16");

  expect(pieces.flatMap(({ utterances }) => utterances.map(({ text }) => text))).toEqual([
    "One.",
    "Two.",
    "Three.",
    "Four.",
  ]);
});

test("a piece in which nothing is said stands for as long as reading it takes, and time to think comes last", () => {
  const rows = Array.from({ length: 60 }, (_row, at) => [`Row ${at}`, "a few words of it"]);
  const scene = sceneOf(
    "",
    { kind: "table", heading: "All", header: ["A", "B"], rows },
    {
      utterances: [{ text: "All of them.", revealsUpTo: 59 }],
      timer: { minSeconds: 5, maxSeconds: 8 },
    },
  );

  const pieces = fitScenes([scene], "9:16");

  expect(pieces.length).toBeGreaterThan(3);
  expect(pieces[0]?.utterances).toMatchObject([{ text: "All of them." }]);
  for (const piece of pieces.slice(1)) expect(piece.rest?.minSeconds).toBeGreaterThanOrEqual(2);
  expect(pieces.map(({ timer }) => timer === null)).toEqual([...pieces.slice(1).map(() => true), false]);
});

test("a formula's words are cut with the sentence that they stand in", () => {
  const text = many(14).join(" ");
  const spoken = text.replaceAll("Number", "the number");

  const pieces = fitScenes(
    [sceneOf("", { kind: "statement", text }, { utterances: [{ text, spoken, revealsUpTo: 0 }] })],
    "9:16",
  );

  const said = pieces.flatMap(({ utterances }) => utterances.map((utterance) => utterance.spoken ?? ""));
  expect(said.join(" ")).toBe(spoken);
  for (const part of said) expect(part.length).toBeGreaterThan(20);
});

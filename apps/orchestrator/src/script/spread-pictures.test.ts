import { expect, test } from "vitest";
import { readMaterial } from "./read-material.ts";
import { estimateSeconds } from "./pacing.ts";
import { sceneOf } from "./script.ts";
import { spreadPictures } from "./spread-pictures.ts";
import { writeScript } from "./write-script.ts";

const look = readMaterial("doubt", "What is a river?").look;
const scenes = (count: number) =>
  Array.from({ length: count }, (_scene, index) => sceneOf("", { kind: "statement", text: String(index) }));
const shown = (given: ReturnType<typeof spreadPictures>) =>
  given
    .map(({ content }) =>
      content.kind === "image" ? (content.file ?? "") : content.kind === "statement" ? content.text : "?",
    )
    .join(" ");

test.each([
  [0, 1, "a"],
  [1, 1, "0 a"],
  [3, 1, "0 1 a 2"],
  [5, 2, "0 1 a 2 3 b 4"],
  [2, 4, "0 a b 1 c d"],
  [3, 0, "0 1 2"],
])("among %i scenes %i pictures stand at even distances and in their order", (count, pictures, expected) => {
  const given = ["a", "b", "c", "d"].slice(0, pictures).map((file) => ({ file }));

  expect(shown(spreadPictures(scenes(count), given, look))).toBe(expected);
});

test("a caption is read aloud sentence by sentence, and a picture without one is looked at in silence", () => {
  const [told, silent] = spreadPictures(
    [],
    [{ file: "a", caption: "A map. It is old." }, { file: "b" }],
    look,
  );

  expect(told).toMatchObject({
    content: { caption: "A map. It is old." },
    utterances: [
      { text: "A map.", revealsUpTo: 0 },
      { text: "It is old.", revealsUpTo: 0 },
    ],
  });
  expect(silent).toMatchObject({ content: { caption: null }, utterances: [], rest: { minSeconds: 3 } });
});

const PICTURES = [
  { file: "https://example.org/a.png", caption: "The river in spring." },
  { file: "https://example.org/b.png" },
];
const POINTS = [
  "Rivers carry water to the sea.",
  "They begin at a spring.",
  "They wear valleys into the land.",
];
const order = { jobType: "topic_short", style: "concise", lengthSeconds: 60 } as const;

test("the pictures of a payload come after the beginning of the video and before its end", () => {
  const material = readMaterial("topic_short", { topic: "Rivers", points: POINTS, pictures: PICTURES });
  const { scenes } = writeScript(material, order, estimateSeconds);

  const kinds = scenes.map(({ content }) => content.kind);
  expect(kinds[0]).toBe("title");
  expect(kinds.filter((kind) => kind === "image")).toHaveLength(2);
  expect(kinds.indexOf("image")).toBeGreaterThan(1);
  expect(kinds.at(-1)).not.toBe("image");
});

test("a finished script says itself what is shown, and its author is told so", () => {
  const script = { title: "Rivers", scenes: [{ content: { kind: "statement", text: "Rivers flow." } }] };
  const material = readMaterial("topic_short", { script, pictures: PICTURES });
  const written = writeScript(material, order, estimateSeconds);

  expect(written.scenes.map(({ content }) => content.kind)).toEqual(["statement"]);
  expect(written.notices).toEqual([expect.stringMatching(/were left out/)]);
});

test("a script that shows all pictures itself leaves none out", () => {
  const scenes = PICTURES.map(({ file }) => ({ content: { kind: "image", file } }));

  const material = readMaterial("topic_short", { script: { title: "Rivers", scenes }, pictures: PICTURES });

  expect(material.notices).toEqual([]);
});

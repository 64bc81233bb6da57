import { expect, test } from "vitest";
import { readBlocks } from "./read-blocks.ts";

test("a text is cut into what it looks like, in its order", () => {
  const blocks = readBlocks(
    [
      "# Rain",
      "It rains, often, and long.",
      "What it takes:",
      "1. Warm air",
      "2. Water",
      "",
      "| Month | Rain (mm) |",
      "|---|--:|",
      "| June | 120 |",
      "$$v = \\frac{s}{t}$$",
      "```python",
      "def f():",
      "    return 1",
      "```",
      "> Be the change.",
      "> — Somebody",
    ].join("\n"),
  );

  expect(blocks).toEqual([
    { kind: "heading", text: "Rain", isIntro: false },
    { kind: "prose", text: "It rains, often, and long." },
    { kind: "heading", text: "What it takes", isIntro: true },
    { kind: "list", isOrdered: true, items: ["Warm air", "Water"] },
    { kind: "table", table: { header: ["Month", "Rain (mm)"], rows: [["June", "120"]] } },
    { kind: "math", tex: "v = \\frac{s}{t}" },
    { kind: "code", language: "python", code: "def f():\n    return 1" },
    { kind: "quote", text: "Be the change.", source: "Somebody" },
  ]);
});

test.each([
  ["tabs", "city\tpeople\nDelhi\t20\nGoa\t2"],
  ["commas", 'city,people\n"Delhi",20\nGoa,2'],
])("lines with the same number of %s are a table", (_what, text) => {
  expect(readBlocks(text)).toEqual([
    {
      kind: "table",
      table: {
        header: ["city", "people"],
        rows: [
          ["Delhi", "20"],
          ["Goa", "2"],
        ],
      },
    },
  ]);
});

test.each([
  ["prose with commas", "Red, green, blue.\nOne, two, three.\nA, b, c."],
  ["a fence that never ends", "```js\nlet a = 1"],
  ["a formula that never ends", "$$ a + b"],
  ["one item", "- alone"],
  ["HTML", "<table><tr><td>1</td></tr></table>"],
])("%s stays prose", (_what, text) => {
  expect(readBlocks(text).map(({ kind }) => kind)).toEqual(["prose"]);
});

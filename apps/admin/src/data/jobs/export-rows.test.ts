import Papa from "papaparse";
import { expect, test } from "vitest";
import { EXPORT_COLUMNS, FRAMES, writeRow, type ExportRow } from "./export-rows.ts";

const row = (title: string): ExportRow => ({
  ...(Object.fromEntries(EXPORT_COLUMNS.map((name) => [name, null])) as unknown as ExportRow), // the columns that no test looks at
  id: "a",
  title,
  progress_ratio: -0.5,
});

const titleInCsv = (title: string): string | undefined => {
  const file = `${FRAMES.csv.before}${writeRow(row(title), "csv")}${FRAMES.csv.after}`;
  return Papa.parse<Record<string, string>>(file.replace("\u{feff}", ""), { header: true }).data[0]?.[
    "title"
  ];
};

test.each(["plain", 'a "quoted", word', "two\nlines", "ما هي", "<b>", " =1"])(
  "%j comes back as it was",
  (title) => {
    expect(titleInCsv(title)).toBe(title);
  },
);

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")'])(
  "%j is no formula",
  (title) => {
    expect(titleInCsv(title)).toBe(`'${title}`);
  },
);

test("a number below zero stays a number", () => {
  expect(writeRow(row("x"), "csv")).toContain(",-0.5,");
});

test("rows of JSON are one array", () => {
  const { before, between, after } = FRAMES.json;
  const file =
    before + [row("a\u2028b"), row("=1")].map((held) => writeRow(held, "json")).join(between) + after;

  expect(JSON.parse(file)).toMatchObject([{ title: "a\u2028b" }, { title: "=1", node_id: null }]);
});

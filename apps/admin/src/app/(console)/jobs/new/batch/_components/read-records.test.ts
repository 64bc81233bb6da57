import { expect, test } from "vitest";
import { readRecords } from "./read-records.ts";

test("a table is read by its header, with the line on which each row begins", () => {
  const { columns, records } = readRecords('question,text\nWhy?,"two\nlines"\n\nHow?,one\n');

  expect(columns).toEqual(["question", "text"]);
  expect(records).toEqual([
    { line: 2, values: { question: "Why?", text: "two\nlines" }, problem: null },
    { line: 5, values: { question: "How?", text: "one" }, problem: null },
  ]);
});

test("tabs and semicolons separate as well, and a byte order mark is no letter", () => {
  expect(readRecords("\uFEFFquestion\ttext\r\nWhy?\tBecause\r\n").records).toEqual([
    { line: 2, values: { question: "Why?", text: "Because" }, problem: null },
  ]);
  expect(readRecords("question;text\nWhy?;Because").columns).toEqual(["question", "text"]);
});

test("a row with more values than columns and a quote that is not closed are named, not dropped", () => {
  const { records } = readRecords('question,text\nWhy?,a,b\nHow?,"never closed\n');

  expect(records.map(({ line, problem }) => [line, problem?.split(":")[0]])).toEqual([
    [2, "The row has 3 values, the header names 2"],
    [3, "The row cannot be read"],
  ]);
});

test("columns of one name are told apart", () => {
  expect(readRecords("a,a,\n1,2,3\n").columns).toEqual(["a", "a (2)", "column 3"]);
});

test("JSON Lines keep their types, and a job's payload lies open", () => {
  const { columns, records } = readRecords(
    '{"question":"Why?","points":["a","b"]}\n{"job_type":"doubt","priority":"high","payload":{"question":"How?"}}\nnot json\n[1]\n',
  );

  expect(columns).toEqual(["question", "points", "job_type", "priority"]);
  expect(records[0]?.values).toEqual({ question: "Why?", points: ["a", "b"] });
  expect(records[1]?.values).toEqual({ job_type: "doubt", priority: "high", question: "How?" });
  expect(records[2]).toMatchObject({
    line: 3,
    problem: expect.stringMatching(/^The line is not JSON/) as string,
  });
  expect(records[3]).toMatchObject({ line: 4, problem: "The line must be a JSON object" });
});

test("an empty file has no columns and no rows", () => {
  expect(readRecords("")).toEqual({ columns: [], records: [] });
});

test("fifty thousand rows are read in a moment, with the right lines", () => {
  const text = `question,text\n${Array.from({ length: 50_000 }, (_, index) => `Question ${index}?,"Text, with comma"`).join("\n")}`;
  const startedMs = performance.now();

  const { records } = readRecords(text);

  expect(records).toHaveLength(50_000);
  expect(records.at(-1)).toMatchObject({ line: 50_001, values: { question: "Question 49999?" } });
  expect(performance.now() - startedMs).toBeLessThan(4_000);
});

import { expect, test } from "vitest";
import { checkRecords, guessMapping, type BatchPlan } from "./batch-rows.ts";
import { readRecords } from "./read-records.ts";

function check(text: string, type: BatchPlan["type"] = "doubt") {
  const { columns, records } = readRecords(text);
  return checkRecords(records, { type, projectId: "p", mapping: guessMapping(columns, type) });
}

test("columns go where their names say, the others nowhere", () => {
  expect(guessMapping(["Question", " Run at ", "notes", "question "], "doubt")).toEqual({
    Question: "question",
    " Run at ": "run_at",
    notes: null,
    "question ": null,
  });
});

test("a row becomes a job with what it says and a key of its own", () => {
  const { rows, bad } = check(
    "question,points,length,priority,run_at\nWhy?,one|two,120,high,2026-12-24T18:00:00Z\n",
  );

  expect(bad).toEqual([]);
  expect(rows[0]?.job).toMatchObject({
    project_id: "p",
    job_type: "doubt",
    priority: "high",
    run_at: "2026-12-24T18:00:00.000Z",
    payload: { question: "Why?", points: ["one", "two"], length: 120 },
  });
  expect(rows[0]?.job.unique_key).toMatch(/^batch:\w{22}$/);
});

test("the same row has the same key at every reading, and another row another", () => {
  const [one, other] = [check("question\nWhy?\nHow?\n"), check("question\nWhy?\nHow?\n")];

  expect(one.rows.map(({ job }) => job.unique_key)).toEqual(other.rows.map(({ job }) => job.unique_key));
  expect(new Set(one.rows.map(({ job }) => job.unique_key)).size).toBe(2);
});

test.each([
  ["question,length\nWhy?,61\n", "payload.length must be one of 60, 120, 180"],
  ["text\nonly a text\n", "payload.question is required"],
  ["question,queue\nWhy?,slow\n", "queue must be one of live, default, batch"],
  ["question,run_at\nWhy?,tomorrow\n", "run_at must be a point in time, such as 2026-12-24T18:00"],
  ["question\nWhy?\nWhy?\n", "The row says the same as line 2"],
])("%j is told as %s", (text, problem) => {
  const { bad } = check(text);

  expect(bad).toHaveLength(1);
  expect(bad[0]?.problems).toContain(problem);
});

test("values of JSON Lines are taken as they are", () => {
  const { rows, bad } = check('{"question":"Why?","points":["a","b"],"length":60}\n{"question":7}\n');

  expect(rows[0]?.job.payload).toEqual({ question: "Why?", points: ["a", "b"], length: 60 });
  expect(bad[0]).toMatchObject({ line: 2, problems: ["payload.question must be a string, not a number"] });
});

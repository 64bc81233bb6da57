import { expect, test } from "vitest";
import { JOB_CATALOGUE } from "./job-catalogue.ts";
import { toCatalogueSchema } from "./json-schema.ts";
import { TASK_CATALOGUE } from "./task-catalogue.ts";

const types = Object.entries({ ...JOB_CATALOGUE, ...TASK_CATALOGUE });

test.each(types)("%s: its example is a payload that passes", (_name, { payload, example }) => {
  expect(payload.safeParse(example).success).toBe(true);
});

test.each(Object.entries(JOB_CATALOGUE))(
  "%s: the shares of its stages fill the progress bar",
  (_name, { stages }) => {
    expect(stages.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
  },
);

test.each(types)("%s: its schema stays within what the database checks", (_name, { payload }) => {
  expect(() => toCatalogueSchema(payload)).not.toThrow();
});

test.each([
  ["a missing question", { text: "Only a text" }],
  ["an empty question", { question: "" }],
  ["a length that is not offered", { question: "Why?", length: 61 }],
  ["a length in words", { question: "Why?", length: "60" }],
  ["two megabytes of text", { question: "Why?", text: "a".repeat(2_000_000) }],
  ["an array", ["Why?"]],
  ["null", null],
])("a doubt with %s is refused", (_case, payload) => {
  expect(JOB_CATALOGUE.doubt.payload.safeParse(payload).success).toBe(false);
});

test("fields that nobody knows are kept as sent", () => {
  const payload = { question: "Why?", source: "crm" };

  expect(JOB_CATALOGUE.doubt.payload.parse(payload)).toEqual(payload);
});

test.each([
  { topic: "Rain" },
  { question: "Why does it rain?" },
  { text: "It rains." },
  { points: ["It rains."] },
])("a topic_short may be about %o", (payload) => {
  expect(JOB_CATALOGUE.topic_short.payload.safeParse(payload).success).toBe(true);
});

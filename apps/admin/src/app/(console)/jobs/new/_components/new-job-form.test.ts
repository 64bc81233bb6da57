import { JOB_CATALOGUE, JOB_TYPE_NAMES } from "@spool/contracts/job-catalogue";
import { expect, test } from "vitest";
import { payloadForm } from "./form-fields.ts";
import { toPayload, toTyped } from "./form-payload.ts";
import { payloadProblems, problemsOfRefusal } from "./payload-problems.ts";

test("the form of a doubt asks for the question first and requires it", () => {
  const { fields, oneOf } = payloadForm("doubt");

  expect(fields[0]).toMatchObject({ name: "question", isRequired: true, control: "line" });
  expect(fields.find(({ name }) => name === "text")?.control).toBe("text");
  expect(fields.find(({ name }) => name === "points")?.control).toBe("lines");
  expect(fields.find(({ name }) => name === "length")).toMatchObject({
    control: "choice",
    options: [60, 120, 180],
  });
  expect(oneOf).toEqual([]);
});

test("a type whose subject has several names asks for one of them", () => {
  const { fields, oneOf } = payloadForm("topic_short");

  expect(oneOf).toEqual(["topic", "question", "text", "points", "script"]);
  expect(fields.slice(0, 5).map(({ name }) => name)).toEqual(oneOf);
  expect(fields.every(({ isRequired }) => !isRequired)).toBe(true);
});

test.each(JOB_TYPE_NAMES)("the example of %s goes through its form unchanged", (type) => {
  const { example } = JOB_CATALOGUE[type];

  const payload = toPayload(payloadForm(type).fields, toTyped(example));

  expect(payload).toMatchObject(example);
  expect(payloadProblems(type, payload)).toEqual({});
});

test("what is left empty is not sent, and lists lose their empty lines", () => {
  const { fields } = payloadForm("doubt");

  const payload = toPayload(fields, {
    question: "  Why?  ",
    text: "   ",
    points: "one\n\n  two \n",
    length: "120",
  });

  expect(payload).toEqual({
    question: "Why?",
    points: ["one", "two"],
    style: "concise",
    length: 120,
    voice: "default",
  });
});

test.each(["renderer_fallback", "voice_fallback", "script_fallback"])(
  "%s may be allowed, forbidden or left to the rule, and a copy of a job that forbids it forbids it as well",
  (name) => {
    const { fields } = payloadForm("doubt");
    const field = fields.find((known) => known.name === name);
    const sent = (value: boolean) => toPayload(fields, toTyped({ question: "Why?", [name]: value }))[name];

    expect(field).toMatchObject({ control: "choice", options: [true, false], place: "advanced" });
    expect([sent(true), sent(false)]).toEqual([true, false]);
    expect(toPayload(fields, { question: "Why?" })).not.toHaveProperty(name);
  },
);

test("what happens when the renderer fails is asked after the renderer", () => {
  const names = payloadForm("doubt").fields.map(({ name }) => name);

  expect(names.indexOf("renderer_fallback")).toBeGreaterThan(names.indexOf("renderer"));
});

test("a missing field is named as the database names it", () => {
  expect(payloadProblems("doubt", {})).toEqual({ question: "payload.question is required" });
  expect(payloadProblems("topic_short", {})).toEqual({
    topic: "payload.topic, payload.question, payload.text, payload.points or payload.script is required",
  });
});

test("a field that is too long is named, in a union as well", () => {
  expect(payloadProblems("doubt", { question: "x".repeat(2_001) })).toEqual({
    question: "payload.question must have at most 2000 characters, it has 2001",
  });
  expect(payloadProblems("daily_ca", { topic: "x".repeat(2_001) })).toEqual({
    topic: "payload.topic must have at most 2000 characters, it has 2001",
  });
});

test("a refusal of the database is laid beside the fields that it names", () => {
  expect(
    problemsOfRefusal("payload.question is required; payload.length must be one of 60, 120, 180"),
  ).toEqual({
    question: "payload.question is required",
    length: "payload.length must be one of 60, 120, 180",
  });
  expect(problemsOfRefusal('new row violates row-level security policy for table "jobs"')).toEqual({
    "": 'new row violates row-level security policy for table "jobs"',
  });
});

import { expect, test } from "vitest";
import { readMaterial } from "./read-material.ts";

const refusal = (attempt: () => unknown) => {
  try {
    attempt();
  } catch (error) {
    return error;
  }
  return expect.unreachable("it was to be refused");
};

test.each([
  ["doubt", {}, /input\.question/],
  ["doubt", { question: "" }, /input\.question/],
  ["doubt", { question: "   " }, /input\.question is blank/],
  ["doubt", { question: "😀😀" }, /input\.question is blank/],
  ["doubt", { question: "\u0000\u0007", text: "An answer." }, /input\.question is blank/],
  ["doubt", { question: 7 }, /input\.question/],
  ["doubt", { question: "x".repeat(2_001) }, /input\.question/],
  ["doubt", { question: "Why?", points: [] }, /input\.points/],
  ["doubt", { question: "Why?", points: ["a", 3] }, /input\.points\.1/],
  ["doubt", { question: "Why?", length: 90 }, /input\.length/],
  ["topic_short", {}, /topic, question, text, points or script/],
  ["topic_short", { topic: " . " }, /input\.topic is blank/],
  ["daily_ca", { points: ["...", "!!"] }, /input\.points is blank/],
  ["daily_ca", "  \n ", /input\.(topic|text) is blank/],
] as const)("%s with %j is INVALID_INPUT and names the field", (jobType, input, message) => {
  const error = refusal(() => readMaterial(jobType, input));

  expect(error).toMatchObject({
    category: "INVALID_INPUT",
    message: expect.stringMatching(message) as string,
  });
});

test("a bare text is a question with its answer, a topic, or a text", () => {
  expect(readMaterial("doubt", "Why is ice slippery? A thin film of water lies on it.")).toMatchObject({
    subject: "Why is ice slippery?",
    units: [{ text: "A thin film of water lies on it.", source: "text" }],
  });
  expect(readMaterial("topic_short", "Photosynthesis")).toMatchObject({
    subject: "Photosynthesis",
    units: [],
  });
  expect(readMaterial("daily_ca", "The budget passed. The bridge opened.")).toMatchObject({
    subject: "Today's points",
    isSubjectGiven: false,
  });
});

test("a long question is shown by its last question sentence, and the rest of it is told", () => {
  const question = `${"The court heard the case for many days. ".repeat(8)}What did it decide?`;

  const { subject, units } = readMaterial("doubt", { question });

  expect(subject).toBe("What did it decide?");
  expect(units).toHaveLength(8);
  expect(units.every(({ source }) => source === "question")).toBe(true);
});

test("unknown fields are ignored and blank optional ones count as absent", () => {
  const { units } = readMaterial("doubt", { question: "Why?", text: "  ", mood: "cheerful" });

  expect(units).toEqual([]);
});

test("characters that cannot be drawn are named for the submitter", () => {
  const { notices } = readMaterial("doubt", { question: "Why 😀?", text: "𓀀 is a sign." });

  expect(notices).toEqual(["Characters that the fonts do not have were left out: 😀 𓀀"]);
});

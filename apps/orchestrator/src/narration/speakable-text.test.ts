import { expect, test } from "vitest";
import { speakableText } from "./speakable-text.ts";

test.each([
  ["The tax rose by 12%.", "The tax rose by 12 percent."],
  ["It costs ₹1,00,000 today.", "It costs 100000 rupees today."],
  ["A budget of ₹1,250 crore passed.", "A budget of 1250 crore rupees passed."],
  ["$3.5 million was paid.", "3.5 million dollars was paid."],
  ["Water boils at 100°C.", "Water boils at 100 degrees Celsius."],
  ["Plants, e.g. ferns, grow.", "Plants, for example ferns, grow."],
  ["Read https://example.org/a?b=c now.", "Read the link now."],
  ["x = 2 + 3", "x equals 2 plus 3"],
  ["from 1990–1995", "from 1990 to 1995"],
  ["Café “Zoë” — naïve", "Cafe Zoe , naive"],
  ["R&D & more", "R and D and more"],
  ["a²", "a squared"],
])("%j is read as %j", (text, expected) => {
  expect(speakableText(text)?.replace(/ (?=,)/g, "")).toBe(expected.replace(/ (?=,)/g, ""));
});

test.each(["नमस्ते दुनिया", "Привет, мир", "!!! ...", "", "संविधान का Article"])(
  "%j cannot be said in English",
  (text) => {
    expect(speakableText(text)).toBeNull();
  },
);

test("a run of letters is read by its beginning only", () => {
  expect(speakableText("a".repeat(500))?.length).toBe(30);
});

test("only characters that flite reads are left, whatever comes in", () => {
  const everything = String.fromCodePoint(
    ...Array.from({ length: 0x2fff }, (_, code) => code + 1).filter((code) => code < 0xd800),
  );

  expect(speakableText(`plain words ${everything.slice(0, 300)}`)).toMatch(/^[A-Za-z0-9 .,;:?!'()-]*$/);
});

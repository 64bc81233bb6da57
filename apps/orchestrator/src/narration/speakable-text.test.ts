import { expect, test } from "vitest";
import { speakableText } from "./speakable-text.ts";

test.each([
  ["The tax rose by 12%.", "The tax rose by twelve percent."],
  ["Read https://example.org/a?b=c now.", "Read the link now."],
  ["Write to me@example.org.", "Write to the address."],
  ["Café “Zoë” naïve", "Cafe Zoe naive"],
  ["Light, and so on… ends", "Light, and so on. ends"],
])("%j is given to the voice as %j", (text, expected) => {
  expect(speakableText(text)).toBe(expected);
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

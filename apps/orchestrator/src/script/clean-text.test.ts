import { expect, test } from "vitest";
import { cleanLine, cleanText, isBlank } from "./clean-text.ts";

test.each([
  ["control characters and direction overrides", "a\u0000b\u0007c\u202ed\u200be", "abcde"],
  ["white space of every kind", " a\t b\u00a0\u2003c ", "a b c"],
  ["line breaks of every system", "a\r\nb\rc\u2028d", "a\nb\nc\nd"],
  ["many empty lines", "a\n\n\n\n\nb", "a\n\nb"],
  ["lowered digits that no font has", "10⁴ m² H₂O", "10⁴ m² H2O"],
  ["signs of mathematics, which stay", "x → y, 3 ≤ 4 ≠ 5", "x → y, 3 ≤ 4 ≠ 5"],
  ["compatibility forms", "ﬁne ﬀ", "ﬁne ff"],
  ["decomposed letters", "e\u0301", "é"],
  ["Devanagari with its joiners", "क्\u200dष नमस्ते", "क्\u200dष नमस्ते"],
  ["markup and filter syntax", "<b>[0:v]drawtext=text='x'</b> $(id)", "<b>[0:v]drawtext=text='x'</b> $(id)"],
])("%s are made drawable", (_what, raw, expected) => {
  expect(cleanText(raw).text).toBe(expected);
});

test("what no bundled font draws is left out and named once", () => {
  expect(cleanText("Sun 😀 and 𓀀 and 😀")).toEqual({ text: "Sun and and", undrawable: ["😀", "𓀀"] });
});

test("a line has no line breaks", () => {
  expect(cleanLine("a\n b\n\nc").text).toBe("a b c");
});

test.each([
  ["", true],
  [" .,!? ", true],
  ["7", false],
  ["क", false],
])("%j is blank: %s", (text, expected) => {
  expect(isBlank(text)).toBe(expected);
});

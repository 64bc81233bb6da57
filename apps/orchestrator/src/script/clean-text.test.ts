import { expect, test } from "vitest";
import { cleanLine, cleanText, isBlank } from "./clean-text.ts";

test.each([
  ["control characters and direction overrides", "a\u0000b\u0007c\u202ed\u200be", "abcde"],
  ["white space of every kind", " a\t b\u00a0\u2003c ", "a b c"],
  ["line breaks of every system", "a\r\nb\rc\u2028d", "a\nb\nc\nd"],
  ["many empty lines", "a\n\n\n\n\nb", "a\n\nb"],
  ["raised digits that no font has", "10⁴ m² H₂O", "10^4 m² H2O"],
  ["signs that plain ones can say", "x → y, 3 ≤ 4 ≠ 5", "x -> y, 3 <= 4 != 5"],
  ["compatibility forms", "ﬁne ①", "fine 1"],
  ["decomposed letters", "e\u0301", "é"],
  ["Devanagari with its joiners", "क्\u200dष नमस्ते", "क्\u200dष नमस्ते"],
  ["markup and filter syntax", "<b>[0:v]drawtext=text='x'</b> $(id)", "<b>[0:v]drawtext=text='x'</b> $(id)"],
])("%s are made drawable", (_what, raw, expected) => {
  expect(cleanText(raw).text).toBe(expected);
});

test("what no bundled font draws is left out and named once", () => {
  expect(cleanText("Sun 😀 and 日 and 😀")).toEqual({ text: "Sun and and", undrawable: ["😀", "日"] });
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

import fc from "fast-check";
import { expect, test } from "vitest";
import { PIECE_MAX_CHARACTERS, splitSentences } from "./split-sentences.ts";

test.each([
  ["nothing", "", []],
  ["no words", "... !!!", []],
  ["one without a full stop", "Plants make sugar", ["Plants make sugar"]],
  ["marks of every kind", "One. Two? Three! Four", ["One.", "Two?", "Three!", "Four"]],
  [
    "abbreviations",
    "Dr. Rao met Mr. Bose. They left, e.g. by bus.",
    ["Dr. Rao met Mr. Bose.", "They left, e.g. by bus."],
  ],
  ["initials", "B. R. Ambedkar wrote it. It stands.", ["B. R. Ambedkar wrote it.", "It stands."]],
  ["decimals", "Pi is 3.14. It goes on.", ["Pi is 3.14.", "It goes on."]],
  ["the danda", "यह पहला है। यह दूसरा है।", ["यह पहला है।", "यह दूसरा है।"]],
  [
    "list items",
    "- First point\n- Second point\n3. Third point",
    ["First point", "Second point", "Third point"],
  ],
  ["hard-wrapped lines", "A line that\ngoes on here.\nAnother.", ["A line that goes on here.", "Another."]],
  ["headings", "# Heading\n\nText below.", ["Heading", "Text below."]],
])("%s", (_what, text, expected) => {
  expect(splitSentences(text)).toEqual(expected);
});

test("a sentence of 1,000 characters is cut between clauses", () => {
  const clause = "because every person has a right that the state must respect, ";
  const pieces = splitSentences(`${clause.repeat(16)}and that is that.`);

  expect(pieces.length).toBeGreaterThan(4);
  expect(pieces.slice(0, -1).every((piece) => piece.endsWith(","))).toBe(true);
});

test("no piece is empty or longer than the limit, and no letter is lost, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 1500 }), (text) => {
      const pieces = splitSentences(text);
      const letters = (value: string) => (value.match(/\p{L}/gu) ?? []).join("");

      expect(pieces.every((piece) => piece.length > 0 && piece.length <= PIECE_MAX_CHARACTERS)).toBe(true);
      expect(letters(pieces.join(" "))).toBe(letters(text));
    }),
    { numRuns: 200 },
  );
});

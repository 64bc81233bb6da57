import { expect, test } from "vitest";
import { alignWords } from "./align-words.ts";

const align = (shown: string, said: string) => alignWords(shown.split(" "), said.split(" "));

test.each([
  ["water boils there", "water boils there", [0, 1, 2]],
  ["It is 100 °C hot.", "It is one hundred degrees Celsius hot.", [0, 1, 2, 4, 6]],
  ["The GDP rose 5%.", "The G D P rose five percent.", [0, 1, 4, 5]],
  ["See https://example.org now", "See now", [0, 1, 1]],
  ["पानी 100°C पर उबलता है।", "पानी 100 डिग्री सेल्सियस पर उबलता है।", [0, 1, 4, 5, 6]],
])("%j lies beside %j", (shown, said, expected) => {
  expect(align(shown, said)).toEqual(expected);
});

test("words that have nothing in common are not laid beside each other", () => {
  expect(align("one two three", "eins zwei drei")).toBeNull();
  expect(alignWords([], ["a"])).toBeNull();
});

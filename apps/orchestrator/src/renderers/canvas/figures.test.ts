import { expect, test } from "vitest";
import { figuresIn } from "./figures.ts";

test.each([
  ["en", "It landed on 23 August 2023.", ["23", "August", "2023."]],
  ["en", "It came in July 2022, they said.", ["July", "2022,"]],
  ["en", "March on, march on!", []],
  ["en", "They may need 10 N or 20 kg.", ["10", "20"]],
  ["en", "For x² − 5x + 6 = 0 the solutions are 2 and 3.", ["2", "3."]],
  ["hi", "मानसून 1 जून के आसपास पहुँचता है।", ["1", "जून"]],
  ["ru", "Это было 12 апреля 1961 года.", ["12", "апреля", "1961"]],
  ["zh", "2024年", ["2024年"]],
  ["no-such-language-at-all", "10 of them", ["10"]],
])("in %s, what is looked for in %j is %j", (language, text, expected) => {
  const words = text.split(" ");

  const found = figuresIn(words, language);

  expect(words.filter((_word, index) => found.has(index))).toEqual(expected);
});

import { expect, test } from "vitest";
import { formatMoment } from "../../../../../time/format-duration.ts";
import { expectedWords, formatDay, localSentence, ordinal } from "./wait-words.ts";

const NOW_MS = Date.parse("2026-11-22T09:00:00Z");
const at = (seconds: number) => new Date(NOW_MS + seconds * 1_000).toISOString();

test("moments of the database are told in the reader's zone", () => {
  expect(localSentence("It is scheduled for 2026-11-22 21:30:00 UTC")).toBe(
    `It is scheduled for ${formatMoment("2026-11-22T21:30:00Z")}.`,
  );
  expect(localSentence("It is next in line")).toBe("It is next in line.");
});

test.each([
  [1, "1st"],
  [2, "2nd"],
  [3, "3rd"],
  [11, "11th"],
  [1_042, "1,042nd"],
])("%d is the %s", (place, words) => {
  expect(ordinal(place)).toBe(words);
});

test("an expected start is told with its uncertainty", () => {
  expect(
    expectedWords(
      { expected_start_at: at(120), expected_start_low_at: at(60), expected_start_high_at: at(180) },
      NOW_MS,
    ),
  ).toBe("starts in about 2 min, most likely between 1 m 00 s and 3 m 00 s from now");
});

test("bounds that are one time are not told apart", () => {
  expect(
    expectedWords(
      { expected_start_at: at(600), expected_start_low_at: at(600), expected_start_high_at: at(601) },
      NOW_MS,
    ),
  ).toBe("starts in about 10 min");
});

test("a start that is due is any moment, also when the estimate lies in the past", () => {
  expect(
    expectedWords(
      { expected_start_at: at(-3), expected_start_low_at: at(-3), expected_start_high_at: at(-3) },
      NOW_MS,
    ),
  ).toBe("starts any moment");
});

test("a start that is years away is a day", () => {
  const inYears = { expected_start_at: "2031-01-15T12:00:00Z", expected_start_low_at: null };
  expect(expectedWords({ ...inYears, expected_start_high_at: null }, NOW_MS)).toBe(
    `starts on ${formatDay("2031-01-15T12:00:00Z")}`,
  );
  expect(
    expectedWords(
      {
        ...inYears,
        expected_start_low_at: "2031-01-14T12:00:00Z",
        expected_start_high_at: "2031-01-17T12:00:00Z",
      },
      NOW_MS,
    ),
  ).toBe(
    `starts about ${formatDay("2031-01-15T12:00:00Z")}, most likely between ${formatDay("2031-01-14T12:00:00Z")} and ${formatDay("2031-01-17T12:00:00Z")}`,
  );
});

test("nothing is said where nothing says when", () => {
  expect(
    expectedWords(
      { expected_start_at: null, expected_start_low_at: null, expected_start_high_at: null },
      NOW_MS,
    ),
  ).toBeNull();
});

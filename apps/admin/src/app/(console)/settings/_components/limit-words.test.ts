import { expect, test } from "vitest";
import { gigabyteWords, limitsOf, typedLimits } from "./limit-words.ts";

test("limits come back from the fields as they went in, and an empty field lifts one", () => {
  const limits = { jobs_per_hour: 100, submissions_per_minute: null, bytes_stored: 5_368_709_120 };
  expect(typedLimits(limits)).toEqual({
    jobs_per_hour: "100",
    submissions_per_minute: "",
    bytes_stored: "5",
  });
  expect(limitsOf(typedLimits(limits))).toEqual({ jobs_per_hour: 100, bytes_stored: 5_368_709_120 });
  expect(limitsOf(typedLimits(null))).toEqual({});
});

test.each([
  [0, "0 GB"],
  [8_000_000, "8 MB"],
  [536_870_912, "0.5 GB"],
  [1_099_511_627_776, "1,024 GB"],
])("%s bytes are %s", (bytes, words) => {
  expect(gigabyteWords(bytes)).toBe(words);
});

import { expect, test } from "vitest";
import { triedWords } from "./tried-words.ts";

test.each([
  [
    { attempt_count: 3, job_type: "doubt" },
    { stage: "render", category: "TIMEOUT" as const },
    "Tried 3 times; the last attempt failed in render.",
  ],
  [
    { attempt_count: 1, job_type: "doubt" },
    { stage: null, category: "UNKNOWN" as const },
    "It failed at the first attempt.",
  ],
  [
    { attempt_count: 1, job_type: "doubt" },
    { stage: "script", category: "INVALID_INPUT" as const },
    "It failed in script at the first attempt. Trying again would not change that.",
  ],
  [
    { attempt_count: 2, job_type: "of_old" },
    { stage: "mix", category: "API_ERROR" as const },
    "Tried 2 times; the last attempt failed in mix.",
  ],
])("%o with %o reads %o", (job, error, words) => {
  expect(triedWords(job, error)).toBe(words);
});

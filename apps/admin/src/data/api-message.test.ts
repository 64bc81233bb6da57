import { expect, test } from "vitest";
import { apiMessage } from "./api-message.ts";
import { refusalOf } from "./refusal.ts";

const UNREACHABLE = "The API could not be reached. Check the connection and try again.";

test.each([
  [new Error("Job is not yours"), "Job is not yours"],
  [{ code: "PT409", message: "It has finished", details: null, hint: null }, "It has finished"],
  [new TypeError("Failed to fetch"), UNREACHABLE],
  [{ code: "", message: "TypeError: Failed to fetch", details: "", hint: "" }, UNREACHABLE],
  [
    { code: "42501", message: 'new row violates row-level security policy for table "jobs"' },
    "Your role does not allow this. An administrator can make you an operator.",
  ],
  [{}, "The API refused without saying why."],
  [undefined, "The API refused without saying why."],
])("%o is told as %o", (error, words) => {
  expect(apiMessage(error)).toBe(words);
});

test("a limit that holds for a while says for how long, and one on how many come at once says that", () => {
  const limit = { code: "PT429", message: "Too fast", details: '{"retry_after_seconds": 37}', hint: null };

  expect(refusalOf(limit)).toMatchObject({ message: "Too fast", retryAfterSeconds: 37, isTooMany: false });
  expect(refusalOf({ ...limit, code: "PT413", details: null })).toMatchObject({
    retryAfterSeconds: null,
    isTooMany: true,
  });
});

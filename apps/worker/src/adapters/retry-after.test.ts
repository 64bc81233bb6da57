import { expect, test } from "vitest";
import { retryAfterSeconds } from "./retry-after.ts";

const NOW_MS = Date.parse("2026-11-22T10:00:00Z");

test.each([
  ["30", 30],
  [" 0 ", 0],
  ["Sun, 22 Nov 2026 10:00:45 GMT", 45],
  ["Sun, 22 Nov 2026 09:00:00 GMT", 0],
  ["999999999", 86_400],
  ["soon", undefined],
  ["-5 apples", undefined],
  ["", undefined],
  [undefined, undefined],
])("Retry-After %j is %s seconds", (header, seconds) => {
  expect(retryAfterSeconds(header, NOW_MS)).toBe(seconds);
});

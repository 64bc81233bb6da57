import { expect, test } from "vitest";
import { safeReturnPath } from "./safe-return-path.ts";

test.each([
  ["/jobs?status=failed", "/jobs?status=failed"],
  ["/", "/"],
  [null, "/"],
  [undefined, "/"],
  ["", "/"],
  ["https://elsewhere.example/", "/"],
  ["//elsewhere.example/", "/"],
  ["/\\elsewhere.example/", "/"],
  ["/\t/elsewhere.example/", "/"],
  ["/\n/elsewhere.example/", "/"],
  ["/.//elsewhere.example/", "/"],
  ["/jobs/../..//elsewhere.example/", "/"],
  ["/sign-in?next=/jobs", "/"],
])("after signing in, %o leads to %o and never to another site", (requested, path) => {
  expect(safeReturnPath(requested)).toBe(path);
});

import { expect, test } from "vitest";
import { loadJobFilter } from "../jobs/job-filter.ts";
import { everythingFilter } from "./bulk-filter.ts";

test.each([
  ["", null, { all: true }],
  ["?project=00000000-0000-4000-8000-000000000001", null, { all: true }],
  [
    "?status=failed,cancelled&category=TIMEOUT",
    null,
    { status: ["failed", "cancelled"], category: ["TIMEOUT"] },
  ],
  [
    "?text=sky&after=2026-01-01T00:00:00Z&before=2026-03-01T00:00:00Z",
    "2026-02-01T00:00:00.123456+00:00",
    {
      text: "sky",
      created_after: "2026-02-01T00:00:00.123456+00:00",
      created_before: "2026-03-01T00:00:00.000Z",
    },
  ],
])("the list's filter %o is that of an action", (search, searchFrom, bulk) => {
  expect(everythingFilter(loadJobFilter(search), searchFrom)).toEqual(bulk);
});

test("a time counted back from now is a moment when the action starts", () => {
  const { created_after: after } = everythingFilter(loadJobFilter("?since=1h"), null);

  expect(after).toEqual(expect.any(String));
  expect(Date.now() - Date.parse(after as string)).toBeCloseTo(3_600_000, -3); // seen to be one a line above
});

import { expect, test } from "vitest";
import { isFiltered, loadJobFilter, toggleValue } from "./job-filter.ts";

test.each([
  ["", { status: [], type: [], queue: [] }],
  ["?status=failed", { status: ["failed"], type: [], queue: [] }],
  [
    "?status=queued,processing&type=doubt&queue=live",
    { status: ["queued", "processing"], type: ["doubt"], queue: ["live"] },
  ],
  ["?status=finished,failed", { status: ["failed"], type: [], queue: [] }],
  ["?status=&type=%00&queue=live;drop", { status: [], type: [], queue: [] }],
  ["?priority=high,top&category=TIMEOUT", { priority: ["high"], category: ["TIMEOUT"] }],
  [
    "?node=cpu-1&project=00000000-0000-4000-8000-000000000001",
    { node: [], project: ["00000000-0000-4000-8000-000000000001"] },
  ],
  [
    "?since=24h&after=yesterday&before=2026-03-01T00:00:00Z",
    { since: "24h", after: null, before: "2026-03-01T00:00:00.000Z" },
  ],
  ["?since=3y&text=%20%20", { since: null, text: null }],
  ["?text=%3Cb%3E,*", { text: "<b>,*" }],
])("the address %o is read as a filter", (search, filter) => {
  expect(loadJobFilter(search)).toMatchObject(filter);
});

test("an empty filter filters nothing", () => {
  expect(isFiltered(loadJobFilter(""))).toBe(false);
  expect(isFiltered(loadJobFilter("?queue=batch"))).toBe(true);
});

test("a value is added and taken away without disturbing the others", () => {
  expect(toggleValue(["queued"], "failed")).toEqual(["queued", "failed"]);
  expect(toggleValue(["queued", "failed"], "queued")).toEqual(["failed"]);
  expect(toggleValue([], "failed")).toEqual(["failed"]);
});

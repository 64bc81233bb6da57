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
])("the address %o is read as a filter", (search, filter) => {
  expect(loadJobFilter(search)).toEqual(filter);
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

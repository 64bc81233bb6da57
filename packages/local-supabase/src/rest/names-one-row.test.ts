import { expect, test } from "vitest";
import { namesOneRow } from "./names-one-row.ts";
import { parseQuery } from "./parse-query.ts";
import type { Relation } from "./schema-cache.ts";

const seats: Relation = {
  oid: 1,
  schema: "public",
  name: "seats",
  isView: false,
  isWritable: true,
  description: null,
  columns: new Map(),
  computed: new Map(),
  primaryKey: ["row", "number"],
};
const names = (query: string, relation = seats) =>
  namesOneRow(parseQuery(new URLSearchParams(query)), relation);

test("filters name one row when they fix every column of the primary key", () => {
  expect(names("row=eq.4&number=eq.2")).toBe(true);
  expect(names("number=eq.2&taken=is.false&row=eq.4")).toBe(true);
});

test.each([
  ["", "nothing is fixed"],
  ["row=eq.4", "a column is missing"],
  ["row=eq.4&number=gt.2", "a range"],
  ["row=eq.4&number=in.(2)", "a list"],
  ["row=eq.4&number=eq(any).{2}", "any of a list"],
  ["row=eq.4&number=not.eq.2", "negated"],
  ["row=eq.4&number->>a=eq.2", "a part of a document"],
  ["or=(row.eq.4,number.eq.2)", "one or the other"],
])("%s names more than one: %s", (query) => {
  expect(names(query)).toBe(false);
});

test("without a primary key nothing names one row", () => {
  expect(names("row=eq.4&number=eq.2", { ...seats, primaryKey: [] })).toBe(false);
});

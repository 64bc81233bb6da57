import { expect, test } from "vitest";
import { unrecorded } from "./unrecorded.ts";

const buckets = (pattern: string) =>
  Array.from(pattern, (mark, index) => ({
    at: String(index),
    waiting: mark === "." ? null : { live: 0, default: 0, batch: 0 },
  }));

test.each([
  ["", []],
  ["xxx", []],
  ["...", [{ from: "0", to: "2" }]],
  ["..x.xx..", [{ from: "0", to: "1" }, { from: "3", to: "3" }, { from: "6", to: "7" }]],
])("of %o what was not recorded is told apart from zero", (pattern, stretches) => {
  expect(unrecorded(buckets(pattern))).toEqual(stretches);
}); // prettier-ignore

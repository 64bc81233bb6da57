import { expect, test } from "vitest";
import { idRange } from "./id-range.ts";

test("the beginning of an id stands for all ids that begin with it", () => {
  expect(idRange(" 0198ABCD ")).toEqual({
    first: "0198abcd-0000-0000-0000-000000000000",
    last: "0198abcd-ffff-ffff-ffff-ffffffffffff",
  });
  expect(idRange("0198abcd-12")?.last).toBe("0198abcd-12ff-ffff-ffff-ffffffffffff");
});

test("a whole id stands for itself", () => {
  const id = "0198abcd-1234-7abc-8def-0123456789ab";

  expect(idRange(id)).toEqual({ first: id, last: id });
});

test.each([
  "0198abc",
  "deadbeef cafe",
  "0198abcd1",
  "photosynthesis",
  "0198abcd-1234-7abc-8def-0123456789ab0",
])("%o is a title", (text) => {
  expect(idRange(text)).toBeNull();
});

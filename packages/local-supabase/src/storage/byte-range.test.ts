import { expect, test } from "vitest";
import { parseRange } from "./byte-range.ts";

test.each([
  ["bytes=0-0", 10, { start: 0, end: 0 }],
  ["bytes=0-", 10, { start: 0, end: 9 }],
  ["bytes=5-7", 10, { start: 5, end: 7 }],
  ["bytes=5-700", 10, { start: 5, end: 9 }],
  ["bytes=-3", 10, { start: 7, end: 9 }],
  ["bytes=-30", 10, { start: 0, end: 9 }],
  ["Bytes = 9-9", 10, { start: 9, end: 9 }],
])("%s of %i bytes is that part", (header, sizeBytes, part) => {
  expect(parseRange(header, sizeBytes)).toEqual(part);
});

test.each([
  ["bytes=10-", 10],
  ["bytes=10-20", 10],
  ["bytes=-0", 10],
  ["bytes=0-", 0],
  ["bytes=-5", 0],
  ["bytes=99999999999999999999-", 10],
])("%s of %i bytes cannot be satisfied", (header, sizeBytes) => {
  expect(parseRange(header, sizeBytes)).toBe("unsatisfiable");
});

test.each([
  undefined, "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=1-2,4-5", "bytes=0-0,-1", "lines=0-1",
  "bytes=1-2-3", "bytes=0x1-2", "bytes=+1-2", "bytes=1.5-2", "bytes=-1-2", `bytes=${"9".repeat(4_000)}-1x`, "\u0000",
])("%j is ignored, and the whole is sent", (header) => {
  expect(parseRange(header, 10)).toBe("whole");
}); // prettier-ignore

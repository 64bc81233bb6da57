import { expect, test } from "vitest";
import { formatBytes } from "./format-bytes.ts";

test.each([
  [0, "0 B"],
  [812, "812 B"],
  [999, "999 B"],
  [1_000, "1.0 kB"],
  [999_960, "1.0 MB"],
  [4_230_000, "4.2 MB"],
  [123_456_789, "123 MB"],
  [5e15, "5000 TB"],
])("%d bytes read %o", (sizeBytes, words) => {
  expect(formatBytes(sizeBytes)).toBe(words);
});

import { expect, test } from "vitest";
import { checkBucketName, checkObjectName } from "./names.ts";

test.each([
  "a",
  "job/attempt/video.mp4",
  "a b/c (1).txt",
  "..hidden",
  "a..b/c",
  "x".repeat(1_024),
  "w@x=y;z:1+2,3?&$!'*",
])("%j is a name", (name) => {
  expect(checkObjectName(name)).toBe(name);
});

test.each([
  "", "/", "/etc/passwd", "..", "../x", "a/../b", "a/..", "./a", "a/./b", "a//b", "a/", "a\u0000b", "a\nb", "a\\..\\b",
  "%2e%2e/x", "%252e", "C:\\x", "é", "a\u2215b", "x".repeat(1_025), undefined, null, 7, {},
])("%j is refused", (name) => {
  expect(() => checkObjectName(name)).toThrow(/^Invalid key/);
}); // prettier-ignore

test.each(["", ".", "..", "a/b", "x".repeat(64), " a", "a ", "%2e", "a\u0000", undefined])(
  "%j is no bucket's name",
  (name) => {
    expect(() => checkBucketName(name)).toThrow("Bucket name invalid");
  },
);

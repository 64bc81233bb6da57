import { expect, test } from "vitest";
import { timestamp, toWebVtt } from "./web-vtt.ts";

test.each([
  [0, "00:00:00.000"],
  [59.9996, "00:01:00.000"],
  [61.5, "00:01:01.500"],
  [3_723.042, "01:02:03.042"],
])("%f s is written as %s", (seconds, expected) => {
  expect(timestamp(seconds)).toBe(expected);
});

test("markup, arrows and line breaks in a caption cannot break the file", () => {
  const vtt = toWebVtt([{ startSeconds: 0, endSeconds: 1, text: "<b>a</b> --> 1 & 2\n\n00:00 --> 00:01" }]);

  expect(vtt).toBe(
    "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\n&lt;b&gt;a&lt;/b&gt; --&gt; 1 &amp; 2 00:00 --&gt; 00:01\n",
  );
});

test("words whose times are known come one by one, the first with the cue", () => {
  const words = [
    { text: "One", startSeconds: 1, endSeconds: 1.2 },
    { text: "<two>", startSeconds: 1.4, endSeconds: 1.6 },
  ];

  expect(toWebVtt([{ startSeconds: 1, endSeconds: 2, text: "One <two>", words }])).toContain(
    "\nOne <00:00:01.400>&lt;two&gt;\n",
  );
});

import { expect, test } from "vitest";
import { gpusOf } from "../../../../data/nodes/gpus.ts";
import { isHardwareEncoder, megabyteWords } from "./node-words.ts";

test.each([
  [0, "0 MB"],
  [1_023, "1023 MB"],
  [16_000, "15.6 GB"],
])("%s MB are written as %s", (megabytes, words) => {
  expect(megabyteWords(megabytes)).toBe(words);
});

test("GPUs of an unknown shape are left out", () => {
  expect(gpusOf([{ name: "RTX", memory_mb: 8_000, encoders: ["h264_nvenc"] }, 7, null])).toEqual([
    { vendor: "", name: "RTX", memory_mb: 8_000, encoders: ["h264_nvenc"] },
  ]);
  expect(gpusOf({})).toEqual([]);
});

test("encoders of chips are told from those of the processor", () => {
  expect(["h264_nvenc", "libx264", "hevc_vaapi"].map(isHardwareEncoder)).toEqual([true, false, true]);
});

import { expect, test } from "vitest";
import { formatAgo, formatDuration, formatUntil } from "./format-duration.ts";

test.each([
  [-5, "0.0 s"],
  [0, "0.0 s"],
  [0.24, "0.2 s"],
  [9.94, "9.9 s"],
  [9.96, "10 s"],
  [41.4, "41 s"],
  [59.6, "1 m 00 s"],
  [64, "1 m 04 s"],
  [3_599.7, "1 h 00 m"],
  [7_500, "2 h 05 m"],
  [86_399.9, "1 d"],
  [273_600, "3 d 4 h"],
  [31_557_600, "1 year"],
  [130_000_000, "4.1 years"],
])("a duration of %d seconds reads %o", (seconds, words) => {
  expect(formatDuration(seconds)).toBe(words);
});

test.each([
  [-300, "just now"],
  [2.9, "just now"],
  [12.7, "12 s ago"],
  [300, "5 min ago"],
  [10_900, "3 h ago"],
  [180_000, "2 d ago"],
  [130_000_000, "4.1 years ago"],
])("an age of %d seconds reads %o", (seconds, words) => {
  expect(formatAgo(seconds)).toBe(words);
});

test.each([
  [-3, "any moment"],
  [11.2, "in 12 s"],
  [299, "in 5 min"],
  [7_200, "in 2 h"],
  [172_800, "in 2 d"],
  [130_000_000, "in 4.1 years"],
])("a wait of %d seconds reads %o", (seconds, words) => {
  expect(formatUntil(seconds)).toBe(words);
});

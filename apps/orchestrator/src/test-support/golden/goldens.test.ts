import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { z } from "zod";
import { boxesOfEveryScene, goldenFile, storyboardsOfSamples } from "./goldens.ts";

const read = async (name: Parameters<typeof goldenFile>[0]): Promise<unknown> =>
  JSON.parse(await readFile(goldenFile(name), "utf8"));

test("everything in a scene of every kind is where it was, to a pixel, in every shape and both directions", async () => {
  const before = z.record(z.string(), z.array(z.number())).parse(await read("boxes"));

  const now = boxesOfEveryScene();

  expect(Object.keys(now)).toEqual(Object.keys(before));
  const moved = Object.entries(now).filter(([key, box]) =>
    box.some((value, at) => Math.abs(value - (before[key]?.[at] ?? NaN)) > 1),
  );
  expect(Object.fromEntries(moved)).toEqual({});
});

test("every sample becomes the scenes that it did, at the times that it did", async () => {
  expect(await storyboardsOfSamples()).toEqual(await read("storyboards"));
});

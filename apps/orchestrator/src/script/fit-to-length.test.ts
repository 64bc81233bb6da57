import { partsOf } from "@spool/contracts/scene-content";
import fc from "fast-check";
import { expect, test } from "vitest";
import { lengthened, shortened } from "./fit-to-length.ts";
import { durationRange, estimateSeconds } from "./pacing.ts";
import { sceneOf, type ScriptScene } from "./script.ts";

const sentence = (at: number) => `Sentence ${at} tells a little more about the river and its course.`;
const sceneWith = (count: number): ScriptScene =>
  sceneOf("", {
    kind: "bullets",
    heading: null,
    items: Array.from({ length: count }, (_item, at) => sentence(at)),
  });
const scripts = fc.array(fc.integer({ min: 1, max: 12 }).map(sceneWith), { minLength: 1, maxLength: 12 });
const language = { language: "en" };

test("any script can be brought to any length", () => {
  fc.assert(
    fc.property(scripts, fc.constantFrom(60, 120, 180), (scenes, lengthSeconds) => {
      const shorter = shortened(scenes, lengthSeconds, estimateSeconds).scenes;
      const fitted = lengthened(shorter, lengthSeconds, estimateSeconds, language);

      const { min, max } = durationRange({ scenes: fitted }, estimateSeconds);
      expect(min).toBeLessThanOrEqual(lengthSeconds);
      expect(max).toBeGreaterThanOrEqual(lengthSeconds);
    }),
    { numRuns: 100 },
  );
});

test("the longest scene loses its last sentence first, and still shows all of its parts", () => {
  const scenes = [sceneWith(1), sceneWith(9), sceneWith(2)];
  const { min } = durationRange({ scenes }, estimateSeconds);

  const { scenes: left, sentencesLeftOut, scenesLeftOut } = shortened(scenes, min - 5, estimateSeconds);

  expect(left.map(({ utterances }) => utterances.length)).toEqual([1, 9 - sentencesLeftOut, 2]);
  expect(sentencesLeftOut).toBeGreaterThan(0);
  expect(scenesLeftOut).toBe(0);
  expect(left[1]?.utterances.at(-1)?.revealsUpTo).toBe(8);
});

test("what is long enough is left as it is, and so is what is short enough", () => {
  const scenes = [sceneWith(6), sceneWith(6)];
  const { min, max } = durationRange({ scenes }, estimateSeconds);
  const between = (min + max) / 2;

  expect(shortened(scenes, between, estimateSeconds).scenes).toEqual(scenes);
  expect(lengthened(scenes, between, estimateSeconds, language)).toBe(scenes);
});

test("what fills a short script asks and states nothing", () => {
  const scenes = [sceneWith(1)];

  const longer = lengthened(scenes, 180, estimateSeconds, language);

  const added = longer.slice(1).flatMap(({ content }) => partsOf(content));
  expect(longer[0]?.content).toEqual(scenes[0]?.content);
  expect(added[0]).toBe("Now say it again in your own words.");
});

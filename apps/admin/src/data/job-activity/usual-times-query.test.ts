import { expect, test } from "vitest";
import { middleByStage } from "./usual-times-query.ts";

const run = (stage: string, seconds: number | null) => ({
  stage,
  started_at: "2026-11-22T09:00:00Z",
  finished_at:
    seconds === null ? null : new Date(Date.parse("2026-11-22T09:00:00Z") + seconds * 1_000).toISOString(),
});

test("the usual time of a stage is that of the middle run, so that one slow run does not set it", () => {
  expect(middleByStage([run("render", 10), run("render", 900), run("render", 12), run("script", 1)])).toEqual(
    {
      render: 12,
      script: 1,
    },
  );
});

test("a stage that did not finish tells nothing", () => {
  expect(middleByStage([run("render", null)])).toEqual({});
});

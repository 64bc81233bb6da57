import { JOB_CATALOGUE } from "@spool/contracts/job-catalogue";
import { expect, test } from "vitest";
import { jobRatio } from "./job-ratio.ts";

const STAGES = JOB_CATALOGUE.doubt.stages; // 0.02, 0.2, 0.68, 0.1
const ALL = new Set(STAGES.map(({ name }) => name));

test.each([
  ["nothing begun", new Set<string>(), undefined, 0],
  ["half of the first", new Set<string>(), { stage: "script", stageRatio: 0.5 }, 0.01],
  ["half of the third", new Set(["script", "narrate"]), { stage: "render", stageRatio: 0.5 }, 0.56],
  [
    "an unreported stage before the current one counts",
    new Set<string>(),
    { stage: "render", stageRatio: 0 },
    0.22,
  ],
  ["a finished stage does not count twice", new Set(["script"]), { stage: "script", stageRatio: 1 }, 0.02],
  ["a stage that the type does not have", new Set(["script"]), { stage: "unknown", stageRatio: 1 }, 0.02],
  ["everything", ALL, undefined, 1],
])("the job's ratio with %s", (_case, finished, current, ratio) => {
  expect(jobRatio(STAGES, finished, current)).toBeCloseTo(ratio, 10);
});

test("a job without stages stays at 0", () => {
  expect(jobRatio([], new Set(), { stage: "render", stageRatio: 1 })).toBe(0);
});

import { type Storyboard, storyboardSchema } from "@spool/contracts/storyboard";

/** A storyboard played several times, one time after the other. */
export function repeatStoryboard(storyboard: Storyboard, times: number): Storyboard {
  const length = storyboard.durationSeconds;
  const rounds = Array.from({ length: times }, (_round, index) =>
    storyboardSchema.parse(later(storyboard, index * length)),
  );
  return {
    ...storyboard,
    durationSeconds: length * times,
    scenes: rounds.flatMap(({ scenes }) => scenes),
    captions: rounds.flatMap(({ captions }) => captions),
    speech: rounds.flatMap(({ speech }) => speech),
    progressSteps: rounds.flatMap(({ progressSteps }, index) =>
      progressSteps.map((at) => at + index * length),
    ),
  };
}

/** The same value with everything that is a time, by its name, moved. */
function later(value: unknown, bySeconds: number): unknown {
  if (Array.isArray(value)) return value.map((each) => later(each, bySeconds));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      name.endsWith("Seconds") && typeof each === "number" ? each + bySeconds : later(each, bySeconds),
    ]),
  );
}

import { expect, test } from "vitest";
import { createRecentProjects } from "./recent-projects.ts";

test("the last eight projects are kept, for a quarter of an hour, once each", () => {
  let nowMs = 0;
  const recent = createRecentProjects(() => nowMs);
  for (let index = 0; index < 9; index += 1) recent.note(`project-${index}`);
  recent.note("project-2");

  expect(recent.ids()).toEqual([1, 3, 4, 5, 6, 7, 8, 2].map((index) => `project-${index}`));
  nowMs = 15 * 60_000;
  expect(recent.ids()).toEqual([]);
});

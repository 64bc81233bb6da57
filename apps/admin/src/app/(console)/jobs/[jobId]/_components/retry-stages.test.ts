import { expect, test } from "vitest";
import { retryStages } from "./retry-stages.ts";

const done = (stage: string) => ({ stage, status: "completed" as const });

test("a job that failed in render can run again from narrate or render, not from package", () => {
  const stages = [done("script"), done("narrate"), { stage: "render", status: "failed" as const }];

  expect(retryStages("doubt", stages).map(({ name }) => name)).toEqual(["narrate", "render"]);
});

test("a job that failed at the start can only run again as a whole", () => {
  expect(retryStages("doubt", [{ stage: "script", status: "failed" }])).toEqual([]);
  expect(retryStages("doubt", [])).toEqual([]);
});

test("a completed job can run again from every stage but the first", () => {
  const stages = ["script", "narrate", "render", "package"].map(done);

  expect(retryStages("doubt", stages).map(({ name }) => name)).toEqual(["narrate", "render", "package"]);
});

test("a type without stages offers none", () => {
  expect(retryStages("from_tomorrow", [done("script")])).toEqual([]);
});

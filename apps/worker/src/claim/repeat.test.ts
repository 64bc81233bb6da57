import { expect, test } from "vitest";
import { repeat } from "./repeat.ts";

const NEVER_MS = 3_600_000;

test("a task that is hurried while it runs runs once more", async () => {
  let runs = 0;
  const gate = Promise.withResolvers<undefined>();
  const repetition = repeat(
    NEVER_MS,
    async () => {
      runs += 1;
      await gate.promise;
    },
    () => undefined,
  );

  repetition.hurry();
  repetition.hurry();
  gate.resolve(undefined);

  await expect.poll(() => runs).toBe(2);
  await repetition.stop();
  expect(runs).toBe(2);
});

test("a failing task goes on at its next time and its error is told", async () => {
  const errors: unknown[] = [];
  const repetition = repeat(
    1,
    () => Promise.reject(new Error("no")),
    (error) => errors.push(error),
  );

  await expect.poll(() => errors.length).toBeGreaterThan(2);
  await repetition.stop();
});

test("stopping waits for the run that is under way and ends the pause", async () => {
  let isDone = false;
  const repetition = repeat(
    NEVER_MS,
    async () => {
      await new Promise((resolve) => setImmediate(resolve));
      isDone = true;
    },
    () => undefined,
  );

  await repetition.stop();

  expect(isDone).toBe(true);
});

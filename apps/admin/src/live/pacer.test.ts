import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPacer } from "./pacer.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a hundred requests in a second are two runs: one at once and one at its end", async () => {
  const startedAtMs: number[] = [];
  const pacer = createPacer(() => Promise.resolve(startedAtMs.push(Date.now())), 1_000);
  const beganMs = Date.now();

  for (let sent = 0; sent < 100; sent += 1) {
    pacer.request();
    await vi.advanceTimersByTimeAsync(9);
  }
  await vi.advanceTimersByTimeAsync(5_000);

  expect(startedAtMs.map((atMs) => atMs - beganMs)).toEqual([0, 1_000]);
});

test("a run that takes longer than the interval is not overtaken by the next", async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const pacer = createPacer(async () => {
    runs += 1;
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    running -= 1;
  }, 1_000);

  pacer.request();
  await vi.advanceTimersByTimeAsync(100);
  pacer.request();
  await vi.advanceTimersByTimeAsync(10_000);

  expect({ most, runs }).toEqual({ most: 1, runs: 2 });
});

test("a stopped pacer runs no more", async () => {
  let runs = 0;
  const pacer = createPacer(() => Promise.resolve((runs += 1)), 1_000);

  pacer.request();
  pacer.request();
  pacer.stop();
  await vi.advanceTimersByTimeAsync(5_000);

  expect(runs).toBe(1);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createBeats } from "./beats.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("the first event beats at once, a thousand in a second only once", () => {
  const beats = createBeats();
  let told = 0;
  beats.subscribe(() => (told += 1));

  for (let event = 0; event < 1_000; event++) {
    beats.heard();
    vi.advanceTimersByTime(1);
  }

  expect([beats.count(), told]).toEqual([1, 1]);
});

test("events that go on beat every two seconds, until nobody listens", () => {
  const beats = createBeats();
  let told = 0;
  const leave = beats.subscribe(() => (told += 1));

  for (let second = 0; second < 6; second++) {
    beats.heard();
    vi.advanceTimersByTime(1_000);
  }
  leave();
  beats.heard();

  expect([beats.count(), told]).toEqual([4, 3]);
});

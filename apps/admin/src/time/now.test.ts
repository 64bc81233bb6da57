import { afterEach, expect, test } from "vitest";
import { correctedNowMs, setClock } from "./now.ts";

const FIVE_MINUTES_MS = 300_000;

afterEach(() => setClock(Date.now()));

test.each([
  ["slow", FIVE_MINUTES_MS],
  ["fast", -FIVE_MINUTES_MS],
])("a clock that is five minutes %s is set by the server's", (_how, driftMs) => {
  setClock(Date.now() + driftMs);

  expect(Math.abs(correctedNowMs() - Date.now() - driftMs)).toBeLessThan(50);
});

test("a page that took seconds to arrive does not set a clock that is right", () => {
  setClock(Date.now() - 3_000);

  expect(correctedNowMs()).toBeGreaterThanOrEqual(Date.now() - 1);
});

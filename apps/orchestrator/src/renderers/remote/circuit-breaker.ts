const FAILURES_MAX = 3;
const OPEN_MS = 60_000;

/** Remembers that a service fails, so that not every video has to find that out again. */
export interface CircuitBreaker {
  /** False for a minute after the third failure in a row; then one more try is let through. */
  mayTry(): boolean;
  /** Whether a try would be refused now; asking uses none up. */
  isResting(): boolean;
  note(hasSucceeded: boolean): void;
}

/** @param nowMs A clock that only goes forward. */
export function createCircuitBreaker(nowMs: () => number = () => performance.now()): CircuitBreaker {
  let failures = 0;
  let openUntilMs = -Infinity;
  const isResting = () => failures >= FAILURES_MAX && nowMs() < openUntilMs;
  return {
    isResting,
    mayTry() {
      if (isResting()) return false;
      if (failures < FAILURES_MAX) return true;
      openUntilMs = nowMs() + OPEN_MS; // whoever comes next waits for what this one finds
      return true;
    },
    note(hasSucceeded) {
      failures = hasSucceeded ? 0 : failures + 1;
      if (failures >= FAILURES_MAX) openUntilMs = nowMs() + OPEN_MS;
    },
  };
}

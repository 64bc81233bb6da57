/** A sign that moves all the time says nothing, and costs a frame sixty times a second. */
const BETWEEN_BEATS_MS = 2_000;

/** Counts that something was heard, at most every two seconds: what the sign of live updates pulses by. */
export function createBeats() {
  const listeners = new Set<() => void>();
  let count = 0;
  let lastMs = Number.NEGATIVE_INFINITY;

  return {
    heard(): void {
      const nowMs = performance.now();
      if (nowMs - lastMs < BETWEEN_BEATS_MS) return;
      lastMs = nowMs;
      count += 1;
      for (const listener of listeners) listener();
    },
    count: () => count,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type Beats = ReturnType<typeof createBeats>;

const WINDOW_MS = 4_000;

/** How fast bytes went out in the last seconds, from how many were out when. Null while too little is known. */
export function createSendingSpeed(nowMs: () => number = () => performance.now()) {
  let samples: { atMs: number; sentBytes: number }[] = [];
  return {
    note(sentBytes: number): number | null {
      const atMs = nowMs();
      samples = [...samples.filter((sample) => atMs - sample.atMs <= WINDOW_MS), { atMs, sentBytes }];
      const first = samples[0];
      if (first === undefined || atMs - first.atMs < 500) return null;
      return ((sentBytes - first.sentBytes) / (atMs - first.atMs)) * 1_000;
    },
    /** After a pause, which is no speed. */
    forget(): void {
      samples = [];
    },
  };
}

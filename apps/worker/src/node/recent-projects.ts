const KEPT_MAX = 8;
const KEPT_MS = 15 * 60_000;

/** Projects whose jobs ran here lately, so that what they share is likely still warm on this machine. */
export interface RecentProjects {
  note(projectId: string): void;
  ids(): string[];
}

/** `nowMs` is a clock that only goes forward. */
export function createRecentProjects(nowMs: () => number): RecentProjects {
  const lastMs = new Map<string, number>();
  return {
    note(projectId) {
      lastMs.delete(projectId);
      lastMs.set(projectId, nowMs());
      const [oldest] = lastMs.keys();
      if (lastMs.size > KEPT_MAX && oldest !== undefined) lastMs.delete(oldest);
    },
    ids: () => [...lastMs].filter(([, atMs]) => nowMs() - atMs < KEPT_MS).map(([projectId]) => projectId),
  };
}

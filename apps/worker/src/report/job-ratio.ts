export interface StageShare {
  name: string;
  /** Its part of the job's progress bar; the shares of a job add up to 1. */
  share: number;
}

/**
 * How much of a job is done, 0 to 1, from what is finished and how far the current stage is.
 *
 * A stage that comes before the current one counts as finished: stages run in their order.
 */
export function jobRatio(
  stages: readonly StageShare[],
  finished: ReadonlySet<string>,
  current: { stage: string; stageRatio: number } | undefined,
): number {
  const currentIndex = stages.findIndex(({ name }) => name === current?.stage);
  const done = stages.map(({ name, share }, index) => {
    if (finished.has(name) || index < currentIndex) return share;
    return current && index === currentIndex ? share * current.stageRatio : 0;
  });
  const sum = done.reduce((total, share) => total + share, 0);
  return Math.min(1, Math.max(0, sum));
}

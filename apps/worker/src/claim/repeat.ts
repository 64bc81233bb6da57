export interface Repetition {
  /** Runs the task now, or once more right after the run that is under way. */
  hurry(): void;
  /** Resolves when the run that is under way, if any, has ended. */
  stop(): Promise<void>;
}

/** Runs `task`, waits `pauseMs`, and so on until it is stopped. What it throws goes to `onError`, and the next run comes as usual. */
export function repeat(
  pauseMs: number,
  task: () => Promise<void> | void,
  onError: (error: unknown) => void,
): Repetition {
  const state = { isStopped: false, isHurried: false, endPause: () => {} };

  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      state.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const runOnce = async () => {
    state.isHurried = false;
    await task();
  };
  const hasTimeToPause = () => !state.isHurried;
  const run = async () => {
    while (!state.isStopped) {
      await runOnce().catch(onError);
      if (hasTimeToPause()) await pause();
    }
  };
  const running = run();

  return {
    hurry() {
      state.isHurried = true;
      state.endPause();
    },
    async stop() {
      state.isStopped = true;
      state.isHurried = true;
      state.endPause();
      await running;
    },
  };
}

/**
 * Runs `work` when asked, at most once in `intervalMs` and never twice at a time.
 *
 * Whatever is asked while it runs or rests is answered by one more run, so the last request is never lost.
 */
export function createPacer(work: () => Promise<unknown>, intervalMs: number) {
  let isBusy = false;
  let isWanted = false;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function run(): Promise<void> {
    isBusy = true;
    isWanted = false;
    const rest = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, intervalMs);
    });
    await work();
    await rest;
    isBusy = false;
    if (isWanted) start();
  }

  function start(): void {
    if (!isStopped) void run();
  }

  return {
    request(): void {
      isWanted = true;
      if (!isBusy) start();
    },
    stop(): void {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

export type Pacer = ReturnType<typeof createPacer>;

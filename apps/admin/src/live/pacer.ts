/**
 * Runs `work` when asked, at most once in `intervalMs` and never twice at a time.
 *
 * Whatever is asked while it runs or rests is answered by one more run, so the last request is never lost.
 */
export function createPacer(work: () => Promise<unknown>, intervalMs: number) {
  let state: "resting" | "busy" | "busy and wanted" | "stopped" = "resting";
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function run(): Promise<void> {
    state = "busy";
    const rest = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, intervalMs);
    });
    await work();
    await rest;
    afterRun(state);
  }

  function afterRun(left: typeof state): void {
    if (left === "busy and wanted") void run();
    else if (left === "busy") state = "resting";
  }

  return {
    request(): void {
      if (state === "resting") void run();
      else if (state === "busy") state = "busy and wanted";
    },
    stop(): void {
      state = "stopped";
      clearTimeout(timer);
    },
  };
}

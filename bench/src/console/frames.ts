import type { Page } from "@playwright/test";

/** The longest time between two frames while `work` goes on. */
export async function measureFrames(
  page: Page,
  seconds: number,
  work: () => Promise<number>,
): Promise<{ longestMs: number; changes: number }> {
  const longest = page.evaluate(
    (forMs) =>
      new Promise<number>((resolve) => {
        const startedMs = performance.now();
        let heldMs = startedMs;
        let longestMs = 0;
        const look = (nowMs: number) => {
          longestMs = Math.max(longestMs, nowMs - heldMs);
          heldMs = nowMs;
          if (nowMs - startedMs < forMs) requestAnimationFrame(look);
          else resolve(longestMs);
        };
        requestAnimationFrame(look);
      }),
    seconds * 1_000,
  );
  const changes = await work();
  return { longestMs: Math.round(await longest), changes };
}

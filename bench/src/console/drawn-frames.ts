import type { Page } from "@playwright/test";

declare global {
  interface Window {
    /** Calls back when the next frame has been drawn: a task of its own after the frame's callbacks, styles and layout. */
    afterNextFrame: (work: () => void) => void;
    /** The same for the frame that is being drawn, asked for in one of its callbacks. */
    afterThisFrame: (work: () => void) => void;
  }
}

/** Gives the page `afterNextFrame` and `afterThisFrame`. */
export async function drawnAfter(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.afterThisFrame = (work) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = work;
      port2.postMessage(null);
    };
    window.afterNextFrame = (work) => {
      requestAnimationFrame(() => window.afterThisFrame(work));
    };
  });
}

/** The longest time between two frames while `work` goes on. */
export async function longestFrameDuring<Result>(
  page: Page,
  work: () => Promise<Result>,
): Promise<{ longestMs: number; over50: number; result: Result }> {
  await page.evaluate(() => {
    let heldMs = performance.now();
    const gapsMs: number[] = [];
    Object.assign(window, { frameGapsMs: gapsMs });
    const look = (nowMs: number) => {
      gapsMs.push(nowMs - heldMs);
      heldMs = nowMs;
      if ("frameGapsMs" in window) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const result = await work();
  const gapsMs = await page.evaluate(() => {
    const held = (window as unknown as { frameGapsMs: number[] }).frameGapsMs; // put there above
    Reflect.deleteProperty(window, "frameGapsMs");
    return held;
  });
  return {
    longestMs: gapsMs.reduce((longest, gapMs) => Math.max(longest, gapMs), 0),
    over50: gapsMs.filter((gapMs) => gapMs > 50).length,
    result,
  };
}

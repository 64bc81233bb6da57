import type { Page } from "@playwright/test";
import { drawnAfter } from "./drawn-frames.ts";

const LONGEST_MS = 15_000;
/** Rows that stay so long are those that it led to. */
const STILL_MS = 300;

declare global {
  interface Window {
    /** The rows that can be seen, from above; not those that are drawn ahead of scrolling. */
    rowsInSight: () => HTMLElement[];
    /**
     * Acts, and tells how long it took until the frame from which on every place in sight has its row and keeps it. Where it
     * `leads` away, until others than before stand there.
     */
    untilWhole: (act: () => void, leads: boolean) => Promise<number>;
  }
}

/** Gives the page `rowsInSight` and `untilWhole`. */
export async function watchRowsInSight(page: Page): Promise<void> {
  await drawnAfter(page);
  await page.evaluate(
    ([longestMs, stillMs]) => {
      const table = () => document.querySelector<HTMLElement>("[role=table]");
      const bounds = () => {
        const frame = table()?.getBoundingClientRect();
        const head = table()?.querySelector("[role=columnheader]")?.getBoundingClientRect();
        const places = table()?.querySelector("[role=rowgroup]:last-of-type")?.getBoundingClientRect();
        if (frame === undefined || head === undefined || places === undefined) return { top: 0, bottom: 0 };
        return { top: Math.max(head.bottom, places.top), bottom: Math.min(frame.bottom, places.bottom) };
      };
      window.rowsInSight = () => {
        const { top, bottom } = bounds();
        return [...document.querySelectorAll<HTMLElement>("[data-row-index]")]
          .filter((row) => {
            const place = row.getBoundingClientRect();
            return place.bottom > top + 1 && place.top < bottom - 1;
          })
          .toSorted((one, other) => Number(one.dataset["rowIndex"]) - Number(other.dataset["rowIndex"]));
      };
      const isWhole = () => {
        const { top, bottom } = bounds();
        let coveredTo = top;
        for (const row of window.rowsInSight()) {
          const place = row.getBoundingClientRect();
          if (place.top > coveredTo + 1) return false;
          coveredTo = place.bottom;
        }
        return bottom > top && coveredTo >= bottom - 1 && table()?.getAttribute("aria-busy") === "false";
      };
      const shown = () =>
        window
          .rowsInSight()
          .map((row) => row.dataset["testid"])
          .join();

      window.untilWhole = (act, leads) =>
        new Promise((resolve, reject) => {
          const before = shown();
          const startedMs = performance.now();
          let held = "";
          let drawnMs = 0;
          const look = () => {
            const nowMs = performance.now();
            const rows = isWhole() ? shown() : "";
            if (rows !== held) {
              held = rows;
              window.afterNextFrame(() => (drawnMs = performance.now()));
            } else if (
              rows !== "" &&
              drawnMs > 0 &&
              nowMs - drawnMs > stillMs &&
              (!leads || rows !== before)
            ) {
              resolve(drawnMs - startedMs);
              return;
            }
            if (nowMs - startedMs > longestMs)
              reject(new Error(`The rows in sight were not whole and still for ${longestMs} ms`));
            else requestAnimationFrame(look);
          };
          act();
          requestAnimationFrame(look);
        });
    },
    [LONGEST_MS, STILL_MS] as const,
  );
}

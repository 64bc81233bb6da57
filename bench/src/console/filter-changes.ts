import type { Page } from "@playwright/test";
import { drawnAfter } from "./drawn-frames.ts";

/** What is typed into the filter, each a list that was not asked for before; and a word that every row of it says. */
const FILTERS = [
  ["status:failed", "failed"],
  ["queue:live", "live"],
  ["priority:high", "high"],
  ["status:queued", "queued"],
  ["category:TIMEOUT", "TIMEOUT"],
  ["type:Doubt", "Doubt"],
  ["status:pending", "pending"],
  ["queue:batch", "batch"],
  ["priority:low", "low"],
  ["status:processing", "processing"],
  ["category:NOT_FOUND", "NOT_FOUND"],
  ["status:cancelled", "cancelled"],
  ["type:Daily", "Daily"],
  ["queue:default", "default"],
  ["status:completed", "completed"],
  ["category:UNKNOWN", "UNKNOWN"],
  ["status:paused", "paused"],
  ["type:Topic short", "Topic short"],
  ["category:API_ERROR", "API_ERROR"],
  ["priority:medium", ""],
] as const;

const LONGEST_MS = 10_000;

/** Milliseconds from the key that chooses a filter to the end of the frame in which its rows, and only they, stand. */
export async function filterChanges(page: Page): Promise<{ filter: string; ms: number }[]> {
  await drawnAfter(page);
  const samples: { filter: string; ms: number }[] = [];
  for (const [filter, word] of FILTERS) {
    await page.getByRole("combobox", { name: "Filter jobs" }).fill(filter);
    await page.getByRole("option").first().waitFor();
    const ms = await page.evaluate(
      (longestMs) =>
        new Promise<number>((resolve, reject) => {
          const startedMs = performance.now();
          const look = () => {
            const passedMs = performance.now() - startedMs;
            const isChosen = document.querySelector("button[aria-label^='Remove']") !== null;
            const table = document.querySelector("[role=table]");
            if (isChosen && table?.getAttribute("aria-busy") === "false")
              window.afterThisFrame(() => resolve(performance.now() - startedMs));
            else if (passedMs > longestMs) reject(new Error(`No rows for ${longestMs} ms`));
            else requestAnimationFrame(look);
          };
          document
            .querySelector("[role=combobox]")
            ?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
          requestAnimationFrame(look);
        }),
      LONGEST_MS,
    );
    samples.push({ filter, ms });
    const others = await page
      .locator("[data-row-index]")
      .evaluateAll((rows, said) => rows.filter((row) => !row.textContent.includes(said)).length, word);
    if (others > 0) throw new Error(`${filter}: ${others} rows do not say ${word}`);
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.getByRole("button", { name: "Clear", exact: true }).waitFor({ state: "detached" });
    await page.locator("[role=table][aria-busy=false]").waitFor();
  }
  return samples;
}

import type { Page } from "@playwright/test";
import type pg from "pg";

declare global {
  interface Window {
    /** By the text of a row's bar: when the frame that showed it was drawn, by the clock of the machine. */
    seenAtMs: Map<string, number>;
  }
}

/** Notes in every frame what each row in sight says of its progress. */
export async function watchRows(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.seenAtMs = new Map();
    const look = () => {
      const nowMs = performance.timeOrigin + performance.now();
      for (const bar of document.querySelectorAll("[data-row-index] [role=progressbar]")) {
        const row = bar.closest("[data-row-index]")?.getAttribute("data-testid") ?? "";
        const key = `${row} ${bar.getAttribute("aria-valuenow") ?? ""}`;
        if (!window.seenAtMs.has(key)) window.seenAtMs.set(key, nowMs);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** Milliseconds from just before COMMIT is sent to the frame in which the row says so. Of rows in sight. */
export async function pixelDelays(
  page: Page,
  database: pg.Client,
  runningIds: readonly string[],
  count: number,
): Promise<number[]> {
  await page.locator("[data-row-index] [role=progressbar]").first().waitFor();
  await watchRows(page);
  const inSight = await page.evaluate(() =>
    [...document.querySelectorAll("[data-row-index] [role=progressbar]")].map(
      (bar) => bar.closest("[data-row-index]")?.getAttribute("data-testid")?.replace("job-row-", "") ?? "",
    ),
  );
  const ids = runningIds.filter((id) => inSight.includes(id));
  if (ids.length === 0) throw new Error("No running job is in sight");
  const told: { key: string; committedMs: number }[] = [];
  for (let index = 0; index < count; index++) {
    const id = ids[index % ids.length] ?? "";
    const percent = 1 + Math.floor(index / ids.length) + (index % 40);
    await database.query("begin");
    await database.query("update public.jobs set progress_ratio = $2 where id = $1", [id, percent / 100]);
    const committedMs = performance.timeOrigin + performance.now();
    await database.query("commit");
    told.push({ key: `job-row-${id} ${percent}`, committedMs });
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const seen = new Map(await page.evaluate(() => [...window.seenAtMs]));
  const delays = told.flatMap(({ key, committedMs }) => {
    const seenMs = seen.get(key);
    return seenMs === undefined || seenMs < committedMs ? [] : [Math.round(seenMs - committedMs)];
  });
  // A change that was overtaken by the next, or not told at all, has no delay: too many of them and the rest say little.
  if (delays.length < count * 0.9) throw new Error(`Only ${delays.length} of ${count} changes were seen`);
  return delays;
}

import type { Page } from "@playwright/test";
import type pg from "pg";
import { drawnAfter } from "./drawn-frames.ts";

declare global {
  interface Window {
    /** By row and percent: when the frame that first showed it was drawn, by the clock of the machine. */
    seenAtMs: Map<string, number>;
  }
}

/** The pace of 50 running jobs that each tell of their progress every two seconds. */
const BETWEEN_CHANGES_MS = 40;
const LAST_CHANGE_MS = 2_000;

/** Notes for every row when a frame that shows a new percent was drawn. Costs nothing while no row changes. */
async function watchRows(page: Page): Promise<void> {
  await drawnAfter(page);
  await page.evaluate(() => {
    window.seenAtMs = new Map();
    const notice = (bar: Element) => {
      const row = bar.closest("[data-row-index]")?.getAttribute("data-testid") ?? "";
      const key = `${row} ${bar.getAttribute("aria-valuenow") ?? ""}`;
      if (window.seenAtMs.has(key)) return;
      window.seenAtMs.set(key, Number.NaN);
      window.afterNextFrame(() => window.seenAtMs.set(key, performance.timeOrigin + performance.now()));
    };
    const BARS = "[data-row-index] [role=progressbar]";
    document.querySelectorAll(BARS).forEach(notice);
    new MutationObserver((changes) => {
      for (const { target, type } of changes) {
        if (!(target instanceof Element)) continue;
        if (type === "attributes") notice(target);
        else target.querySelectorAll(BARS).forEach(notice);
      }
    }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-valuenow"] });
  });
}

/** Ids of the jobs whose rows can be seen, not those that are drawn ahead of scrolling. */
const runningInSight = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const frame = document.querySelector("[role=table]")?.getBoundingClientRect();
    if (frame === undefined) throw new Error("There is no table");
    return [...document.querySelectorAll("[data-row-index]")].flatMap((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      const isSeen = top >= frame.top && bottom <= frame.bottom && row.querySelector("[role=progressbar]");
      return isSeen ? [row.getAttribute("data-testid")?.replace("job-row-", "") ?? ""] : [];
    });
  });

/**
 * Milliseconds from just before COMMIT is sent to the end of the frame in which the row says so. Of rows in sight, while as
 * many jobs run as `runningIds` names.
 */
export async function pixelDelays(
  page: Page,
  database: pg.Client,
  runningIds: readonly string[],
  count: number,
): Promise<number[]> {
  await page.locator("[data-row-index] [role=progressbar]").first().waitFor();
  await watchRows(page);
  const inSight = new Set(await runningInSight(page));
  if (!runningIds.some((id) => inSight.has(id))) throw new Error("No running job is in sight");
  const told: { key: string; committedMs: number }[] = [];
  // All running jobs go on; what counts are those that can be seen.
  for (let index = 0; told.length < count; index++) {
    const id = runningIds[index % runningIds.length] ?? "";
    const percent = 1 + (Math.floor(index / runningIds.length) % 98);
    await database.query("begin");
    await database.query("update public.jobs set progress_ratio = $2 where id = $1", [id, percent / 100]);
    const committedMs = performance.timeOrigin + performance.now();
    await database.query("commit");
    if (inSight.has(id)) told.push({ key: `job-row-${id} ${percent}`, committedMs });
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_CHANGES_MS));
  }
  await new Promise((resolve) => setTimeout(resolve, LAST_CHANGE_MS));
  const seen = new Map(await page.evaluate(() => [...window.seenAtMs]));
  const delays = told.flatMap(({ key, committedMs }) => {
    const seenMs = seen.get(key) ?? Number.NaN;
    return seenMs >= committedMs ? [seenMs - committedMs] : [];
  });
  // A change that was overtaken by the next, or not told at all, has no delay: too many of them and the rest say little.
  if (delays.length < count * 0.9) throw new Error(`Only ${delays.length} of ${count} changes were seen`);
  return delays;
}

/** Throws when a row in sight does not say what the database does. */
export async function checkNothingStale(page: Page, database: pg.Client): Promise<number> {
  const shown = await page.evaluate(() =>
    [...document.querySelectorAll("[data-row-index] [role=progressbar]")].map((bar) => ({
      id: bar.closest("[data-row-index]")?.getAttribute("data-testid")?.replace("job-row-", "") ?? "",
      percent: Number(bar.getAttribute("aria-valuenow")),
    })),
  );
  const { rows } = await database.query<{ id: string; percent: number }>(
    "select id, progress_ratio::float8 * 100 as percent from public.jobs where id = any ($1::uuid[])",
    [shown.map(({ id }) => id)],
  );
  const held = new Map(rows.map(({ id, percent }) => [id, Math.round(percent)]));
  const stale = shown.filter(({ id, percent }) => held.get(id) !== percent);
  if (stale.length > 0)
    throw new Error(`${stale.length} of ${shown.length} rows show old progress: ${JSON.stringify(stale[0])}`);
  return shown.length;
}

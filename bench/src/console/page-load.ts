import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { say } from "../../../scripts/platform/terminal.ts";
import { percentile } from "../report.ts";

const PAGE_LOADS = 5;

interface PageLoad {
  /** From the navigation to the paint in which the first row stands. */
  contentMs: number;
  /** From the navigation to the first byte of the document. */
  firstByteMs: number;
  /** Scripts that the document itself asks for: what a browser has to load before the page can be used. */
  routeJsKb: number;
  /** With all that comes by itself afterwards: live updates, menus, toasts. */
  allJsKb: number;
}

/** Has every document that the page loads note the frame after the one in which its first row could be seen. */
async function watchContent(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const look = () => {
      // What is streamed stands in the document, hidden, before it takes its place.
      if (document.querySelector("[data-row-index]")?.checkVisibility() === true)
        requestAnimationFrame(() => performance.mark("content"));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** Loads the page, which is watched by {@link watchContent}, with an empty cache and waits until it is live. */
async function loadJobsPage(page: Page, address: string): Promise<PageLoad> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.clearBrowserCache");
  await session.detach();
  const scripts = new Map<string, Promise<Buffer>>();
  const keep = (response: { url(): string; body(): Promise<Buffer> }) => {
    if (new URL(response.url()).pathname.endsWith(".js")) scripts.set(response.url(), response.body());
  };
  page.on("response", keep);
  const response = await page.goto(address, { waitUntil: "commit" });
  await page.locator("[data-testid=live-dot][data-live=live]").first().waitFor();
  await page.waitForLoadState("load");
  // What comes when the page is idle has come by then.
  await page.waitForFunction(() => performance.getEntriesByName("content").length > 0);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  const { contentMs, firstByteMs } = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[]; // what entries of this type are
    return {
      contentMs: performance.getEntriesByName("content")[0]?.startTime ?? Number.NaN,
      firstByteMs: navigation?.responseStart ?? Number.NaN,
    };
  });
  page.off("response", keep);

  const html = (await response?.text()) ?? "";
  let routeBytes = 0;
  let allBytes = 0;
  for (const [url, body] of scripts) {
    const bytes = gzipSync(await body).length;
    allBytes += bytes;
    if (html.includes(new URL(url).pathname)) routeBytes += bytes;
  }
  return { contentMs, firstByteMs, routeJsKb: kilobytes(routeBytes), allJsKb: kilobytes(allBytes) };
}

const kilobytes = (bytes: number): number => Number((bytes / 1_000).toFixed(1));

/** The median of several loads with an empty cache, after one that warms the server. */
export async function pageLoads(
  page: Page,
  address: string,
): Promise<{ contentMs: number; routeJsKb: number; allJsKb: number }> {
  await watchContent(page);
  await loadJobsPage(page, address);
  const loads = [];
  for (let load = 0; load < PAGE_LOADS; load++) loads.push(await loadJobsPage(page, address));
  const [load] = loads;
  if (load === undefined) throw new Error("The page was never loaded");
  const contentMs = loads.map((each) => each.contentMs);
  say(
    `content: ${contentMs.map(Math.round).join(", ")} ms (first byte ${loads.map(({ firstByteMs }) => Math.round(firstByteMs)).join(", ")}); ` +
      `scripts of the page ${load.routeJsKb} kB, all ${load.allJsKb} kB`,
  );
  return {
    contentMs: percentile(contentMs, 0.5),
    routeJsKb: load.routeJsKb,
    allJsKb: load.allJsKb,
  };
}

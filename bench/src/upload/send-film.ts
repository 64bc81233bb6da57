import type { Page } from "@playwright/test";
import { say } from "../../../scripts/platform/terminal.ts";
import type { Destination } from "./uploading-page.ts";

const MB = 1024 ** 2;
/** How long the network is gone: what is tried, and not a wait for something. */
const OFFLINE_MS = 5_000;
const LONGEST_MS = 30 * 60 * 1_000;

async function chooseFile(page: Page, siteUrl: string, film: string): Promise<void> {
  await page.goto(siteUrl);
  await page.getByLabel("File").setInputFiles(film);
}

/** Sends so much of the film in one request. */
export async function inOneRequest(
  page: Page,
  siteUrl: string,
  film: string,
  sizeBytes: number,
  destination: Destination,
): Promise<{ mbPerSecond: number }> {
  await chooseFile(page, siteUrl, film);
  const startedMs = performance.now();
  const refusal = await page.evaluate(([bytes, to]) => window.sendWhole(bytes, to), [
    sizeBytes,
    destination,
  ] as const);
  if (refusal !== null) throw new Error(`One request was refused: ${refusal}`);
  const seconds = (performance.now() - startedMs) / 1_000;
  say(`${inMb(sizeBytes)} in one request: ${seconds.toFixed(1)} s`);
  return { mbPerSecond: sizeBytes / MB / seconds };
}

/** Sends all of it in parts, and loses the network and then the page on the way. Throws when it does not arrive. */
export async function interruptedTwice(
  page: Page,
  siteUrl: string,
  film: string,
  sizeBytes: number,
  destination: Destination,
): Promise<{ seconds: number; sentAgainBytes: number }> {
  await chooseFile(page, siteUrl, film);
  const startedMs = performance.now();
  await page.evaluate((to) => window.sendInParts(to), destination);
  const atCutBytes = await sentBeyond(page, sizeBytes / 3);
  await page.context().setOffline(true);
  await page.waitForFunction(() => window.uploadStates.at(-1)?.status === "cut");
  await page.waitForTimeout(OFFLINE_MS);
  const heldAfterCut = heldBytes(page);
  await page.context().setOffline(false);
  const afterCutBytes = await heldAfterCut;
  say(`the network was gone at ${inMb(atCutBytes)}; it went on at ${inMb(afterCutBytes)}`);

  const atReloadBytes = await sentBeyond(page, (sizeBytes * 2) / 3);
  await chooseFile(page, siteUrl, film);
  const heldAfterReload = heldBytes(page);
  await page.evaluate((to) => window.sendInParts(to), destination);
  const afterReloadBytes = await heldAfterReload;
  say(`the page was loaded anew at ${inMb(atReloadBytes)}; it went on at ${inMb(afterReloadBytes)}`);

  await page.waitForFunction(
    () => ["done", "refused"].includes(window.uploadStates.at(-1)?.status ?? ""),
    undefined,
    { timeout: LONGEST_MS },
  );
  const last = await page.evaluate(() => window.uploadStates.at(-1));
  if (last?.status !== "done") throw new Error(`The upload ended as ${JSON.stringify(last)}`);
  const seconds = (performance.now() - startedMs) / 1_000;
  say(`in parts, interrupted twice: ${seconds.toFixed(1)} s`);
  return {
    seconds,
    // Less than nothing where bytes still went out after the last word of them.
    sentAgainBytes: Math.max(0, atCutBytes - afterCutBytes) + Math.max(0, atReloadBytes - afterReloadBytes),
  };
}

/** Waits until more than `bytes` have gone out, and returns how many had then. */
async function sentBeyond(page: Page, bytes: number): Promise<number> {
  const sent = await page.waitForFunction(
    (wanted) => {
      const state = window.uploadStates.at(-1);
      if (state?.status === "refused") throw new Error(state.message);
      return state?.status === "sending" && state.sentBytes > wanted ? state.sentBytes : false;
    },
    bytes,
    { timeout: LONGEST_MS },
  );
  return Number(await sent.jsonValue());
}

/** How much Storage says it holds, when it is next asked. */
async function heldBytes(page: Page): Promise<number> {
  const answer = await page.waitForResponse((response) => response.request().method() === "HEAD");
  return Number(answer.headers()["upload-offset"]);
}

const inMb = (bytes: number): string => `${(bytes / MB).toFixed(1)} MB`;

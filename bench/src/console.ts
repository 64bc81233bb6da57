import { parseArgs } from "node:util";
import { chromium, type Browser, type Page } from "@playwright/test";
import { chromiumLaunchOptions } from "../../e2e/support/chromium.ts";
import { sendSignInForm } from "../../e2e/support/sign-in-form.ts";
import { ensureConsoleBuilt } from "../../scripts/platform/console-build.ts";
import { createProcessGroup } from "../../scripts/platform/platform.ts";
import { startConsole, startSupabase } from "../../scripts/platform/processes.ts";
import { temporarySettings } from "../../scripts/platform/temporary-settings.ts";
import { say } from "../../scripts/platform/terminal.ts";
import { checkNothingStale, pixelDelays } from "./console/changed-pixels.ts";
import { longestFrameDuring } from "./console/drawn-frames.ts";
import { filterChanges } from "./console/filter-changes.ts";
import { memoryGrowth } from "./console/held-memory.ts";
import { changeJobs, makeRunning } from "./console/job-changes.ts";
import { pageLoads } from "./console/page-load.ts";
import { middleOf, rounds, roundWords } from "./console/rounds.ts";
import { scrollThroughMillion } from "./console/scroll-million.ts";
import { untilRealtimeHasRead } from "./console/settle-down.ts";
import { fillUpTo, openWorld, type World } from "./million/world.ts";
import { figure, percentile, type Figure } from "./report.ts";

/** Of what takes milliseconds, on machines that others use too. The one in the middle counts. */
const ROUNDS = 3;
const RUNNING_JOBS = 50;
const CHANGED_ROWS = 200;
const EVENTS_PER_SECOND = 500;
const LONG_RUN_EVENTS_PER_SECOND = 100;
const WARM_UP_SECONDS = 10;
/** A dashboard that asks again every so often shows a change half of that later on the average. */
const REFRESH_MS = 5_000;

/** The most that each figure may be. */
const TARGETS: Readonly<Record<string, number>> = {
  jobs_page_content_ms: 1_000,
  jobs_route_js_gzip_kb: 200,
  filter_ms: 150,
  commit_to_pixel_p50_ms: 100,
  commit_to_pixel_p95_ms: 250,
  longest_frame_ms: 100,
  memory_growth_mb: 20,
};

/** How long what is measured by time goes on. */
interface Pace {
  minutes: number;
  stressSeconds: number;
}

/**
 * The jobs page of a production build in a real Chromium, over a million jobs: how soon it shows something, how much it
 * loads, how soon a filter and a change are seen, and whether it stays smooth and small while much happens.
 *
 * `--rows`, `--minutes` and `--seconds` (of the stress) make it smaller while developing. Peer: a page that asks again every
 * five seconds.
 */
export async function consoleBench(): Promise<Figure[]> {
  const { rows, ...pace } = size();
  await ensureConsoleBuilt(say);
  const { settings, remove } = await temporarySettings();
  const group = await createProcessGroup(settings, say);
  let browser: Browser | undefined;
  try {
    const supabase = await startSupabase(group.start, settings);
    const world = await openWorld(supabase, settings.dataDir);
    try {
      say(`Filling up to ${rows} jobs`);
      await fillUpTo(world, rows);
      say(`Realtime had read them after ${Math.round(await untilRealtimeHasRead(world))} s more`);
      const { url } = await startConsole(group.start, settings, supabase);
      browser = await chromium.launch(chromiumLaunchOptions());
      const page = await signedIn(browser, url, world);
      const figures = await measure(page, `${url}/jobs`, world, pace);
      figures.forEach(sayAgainstTarget);
      return figures;
    } finally {
      await world.close();
    }
  } finally {
    await browser?.close();
    await group.stop();
    await remove();
  }
}

function size(): { rows: number } & Pace {
  const { values } = parseArgs({
    options: {
      rows: { type: "string", default: "1000000" },
      minutes: { type: "string", default: "10" },
      seconds: { type: "string", default: "20" },
    },
    allowPositionals: true,
    strict: false,
  });
  const [rows, minutes, stressSeconds] = [values["rows"], values["minutes"], values["seconds"]].map(Number);
  if (!(Number(rows) >= 1_000) || !(Number(minutes) > 0) || !(Number(stressSeconds) > 0))
    throw new RangeError("--rows is 1000 at least, --minutes and --seconds more than 0");
  return { rows: Number(rows), minutes: Number(minutes), stressSeconds: Number(stressSeconds) };
}

async function signedIn(
  browser: Browser,
  consoleUrl: string,
  { account }: Pick<World, "account">,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${consoleUrl}/sign-in`);
  await sendSignInForm(page, account);
  await page.getByRole("navigation").first().waitFor();
  return page;
}

async function measure(page: Page, address: string, world: World, pace: Pace): Promise<Figure[]> {
  const loads = await pageLoads(page, address);
  const filters = await rounds(ROUNDS, async () => {
    // What was asked for in the round before is forgotten.
    await openLive(page, address);
    const changes = await filterChanges(page);
    say(`filter: ${changes.map(({ filter, ms }) => `${filter} ${Math.round(ms)}`).join(", ")} ms`);
    const changeMs = changes.map(({ ms }) => ms);
    return { p50Ms: percentile(changeMs, 0.5), p95Ms: percentile(changeMs, 0.95) };
  });
  say(
    `filter: ${roundWords(filters, ({ p50Ms, p95Ms }) => `p50 ${Math.round(p50Ms)}, p95 ${Math.round(p95Ms)} ms`)}`,
  );

  const scrolled = await scrollThroughMillion(page, address, world);
  say(
    `scrolled: ${Math.round(scrolled.rowsPerSecond)} rows/s by wheel, longest frame ${Math.round(scrolled.longestFrameMs)} ms; ` +
      `whole after ${Object.entries(scrolled.settleMs)
        .map(([place, ms]) => `${place} ${ms}`)
        .join(", ")} ms; ${scrolled.checkedRows} rows as in the database`,
  );

  const runningIds = await makeRunning(world, RUNNING_JOBS);
  await openLive(page, address);
  const delays = await pixelDelays(page, world.superuser, runningIds, CHANGED_ROWS);
  const [p50, p95] = [percentile(delays, 0.5), percentile(delays, 0.95)];
  say(`commit to pixel: p50 ${Math.round(p50)} ms, p95 ${Math.round(p95)} ms of ${delays.length}`);

  const busy = await rounds(ROUNDS, () =>
    longestFrameDuring(page, () => changeJobs(world, EVENTS_PER_SECOND, pace.stressSeconds)),
  );
  const perSecond = middleOf(busy.map(({ result }) => result.result / pace.stressSeconds));
  say(
    `longest frame: ${roundWords(busy, ({ longestMs, over50 }) => `${Math.round(longestMs)} ms, ${over50} over 50 ms`)}; at ${Math.round(perSecond)} changes/s`,
  );
  const memory = await memoryGrowth(
    page,
    () => changeJobs(world, LONG_RUN_EVENTS_PER_SECOND, WARM_UP_SECONDS),
    () => changeJobs(world, LONG_RUN_EVENTS_PER_SECOND, pace.minutes * 60),
  );
  say(`memory: ${memory.beforeMb} MB, after ${pace.minutes} min ${memory.afterMb} MB`);
  await untilRealtimeHasRead(world);
  await page.waitForTimeout(REFRESH_MS);
  say(`${await checkNothingStale(page, world.superuser)} rows say what the database does`);

  const peer = { name: "asking again every 5 s", value: REFRESH_MS / 2 };
  return [
    figure("jobs_page_content_ms", loads.contentMs, "ms"),
    figure("jobs_route_js_gzip_kb", loads.routeJsKb, "kB"),
    figure("jobs_page_all_js_gzip_kb", loads.allJsKb, "kB"),
    figure("filter_ms", middleOf(filters.map(({ result }) => result.p95Ms)), "ms"),
    figure("filter_p50_ms", middleOf(filters.map(({ result }) => result.p50Ms)), "ms"),
    figure("scroll_longest_frame_ms", scrolled.longestFrameMs, "ms"),
    figure("scroll_rows_per_s", scrolled.rowsPerSecond, "1/s"),
    figure("scroll_settle_max_ms", Math.max(...Object.values(scrolled.settleMs)), "ms"),
    figure("commit_to_pixel_p50_ms", p50, "ms", peer),
    figure("commit_to_pixel_p95_ms", p95, "ms", { ...peer, value: REFRESH_MS * 0.95 }),
    figure("longest_frame_ms", middleOf(busy.map(({ result }) => result.longestMs)), "ms"),
    figure("longest_frame_worst_ms", Math.max(...busy.map(({ result }) => result.longestMs)), "ms"),
    figure("events_per_s", perSecond, "1/s"),
    figure("memory_growth_mb", memory.afterMb - memory.beforeMb, "MB"),
  ];
}

async function openLive(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator("[data-testid=live-dot][data-live=live]").first().waitFor();
}

function sayAgainstTarget({ name, value, unit }: Figure): void {
  const target = TARGETS[name];
  if (target !== undefined)
    say(`${value <= target ? "met   " : "missed"} ${name} ${value} ${unit}, target ${target}`);
}

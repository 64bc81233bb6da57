import { parseArgs } from "node:util";
import { chromium, type Browser, type Page } from "@playwright/test";
import pg from "pg";
import { chromiumLaunchOptions } from "../../e2e/support/chromium.ts";
import { ensureConsoleBuilt } from "../../scripts/platform/console-build.ts";
import { createProcessGroup } from "../../scripts/platform/platform.ts";
import { startConsole, startSupabase } from "../../scripts/platform/processes.ts";
import { temporarySettings } from "../../scripts/platform/temporary-settings.ts";
import { say } from "../../scripts/platform/terminal.ts";
import { watchRows, pixelDelays } from "./console/changed-pixels.ts";
import { measureFrames } from "./console/frames.ts";
import { loadJobsPage } from "./console/page-load.ts";
import { fillUpTo, openWorld, type World } from "./million/world.ts";
import { figure, percentile, type Figure } from "./report.ts";

const PAGE_LOADS = 5;
const FILTER_CHANGES = 16;
const CHANGED_ROWS = 200;
const EVENTS_PER_SECOND = 500;
const EVENT_SECONDS = 20;
/** A dashboard that asks again every so often shows a change half of that later on the average. */
const REFRESH_MS = 5_000;

/**
 * The jobs page of a production build in a real Chromium, over a million jobs: how soon it shows something, how much it
 * loads, how soon a filter and a change are seen, and whether it stays smooth and small while much happens.
 *
 * `--rows` and `--minutes` make it smaller while developing. Peer: a page that asks again every five seconds.
 */
export async function consoleBench(): Promise<Figure[]> {
  const { rows, minutes } = size();
  await ensureConsoleBuilt(say);
  const { settings, remove } = await temporarySettings();
  const group = await createProcessGroup(settings, say);
  let browser: Browser | undefined;
  try {
    const supabase = await startSupabase(group.start, settings);
    const world = await openWorld(supabase, settings.dataDir);
    say(`Filling up to ${rows} jobs`);
    await fillUpTo(world, rows);
    const { url } = await startConsole(group.start, settings, supabase);
    browser = await chromium.launch(chromiumLaunchOptions());
    const page = await signedIn(browser, url, world);
    try {
      return await measure(page, `${url}/jobs`, world, minutes);
    } finally {
      await world.close();
    }
  } finally {
    await browser?.close();
    await group.stop();
    await remove();
  }
}

function size(): { rows: number; minutes: number } {
  const { values } = parseArgs({
    options: { rows: { type: "string", default: "1000000" }, minutes: { type: "string", default: "10" } },
    allowPositionals: true,
    strict: false,
  });
  const [rows, minutes] = [Number(values["rows"]), Number(values["minutes"])];
  if (!(rows >= 1_000) || !(minutes > 0))
    throw new RangeError("--rows is 1000 at least, --minutes more than 0");
  return { rows, minutes };
}

async function signedIn(browser: Browser, consoleUrl: string, { account }: World): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${consoleUrl}/sign-in`);
  await page.getByLabel("Email").fill(account.email);
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation").first().waitFor();
  return page;
}

async function measure(page: Page, address: string, world: World, minutes: number): Promise<Figure[]> {
  const loads = [];
  await loadJobsPage(page, address);
  for (let load = 0; load < PAGE_LOADS; load++) loads.push(await loadJobsPage(page, address));
  const [load] = loads;
  if (load === undefined) throw new Error("The page was never loaded");
  const contentMs = loads.map((each) => each.contentMs);
  say(
    `content: ${contentMs.map(Math.round).join(", ")} ms; scripts of the page ${load.routeJsKb} kB, all ${load.allJsKb} kB`,
  );

  const filterMs = await filterChanges(page);
  say(`filter: ${filterMs.map(Math.round).join(", ")} ms`);

  const runningIds = await makeRunning(world, 50);
  await page.goto(address);
  await page.locator("[data-testid=live-dot][data-live=live]").first().waitFor();
  const delays = await pixelDelays(page, world.superuser, runningIds, CHANGED_ROWS);
  say(`commit to pixel: p50 ${percentile(delays, 0.5)} ms, p95 ${percentile(delays, 0.95)} ms`);

  await watchRows(page);
  const busy = await measureFrames(page, EVENT_SECONDS, () =>
    changesPerSecond(world, EVENTS_PER_SECOND, EVENT_SECONDS),
  );
  say(`longest frame ${busy.longestMs} ms, ${busy.changes} changes told`);
  const memory = await memoryGrowth(page, world, minutes);
  say(`memory: ${memory.beforeMb} MB, ${memory.afterMb} MB`);

  const peer = { name: "asking again every 5 s", value: REFRESH_MS / 2 };
  return [
    figure("jobs_page_content_ms", percentile(contentMs, 0.5), "ms"),
    figure("jobs_route_js_gzip_kb", load.routeJsKb, "kB"),
    figure("jobs_page_all_js_gzip_kb", load.allJsKb, "kB"),
    figure("filter_ms", percentile(filterMs, 0.95), "ms"),
    figure("commit_to_pixel_p50_ms", percentile(delays, 0.5), "ms", peer),
    figure("commit_to_pixel_p95_ms", percentile(delays, 0.95), "ms", { ...peer, value: REFRESH_MS * 0.95 }),
    figure("longest_frame_ms", busy.longestMs, "ms"),
    figure("memory_growth_mb", memory.afterMb - memory.beforeMb, "MB"),
  ];
}

const FILTERS = ["status failed", "queue live", "type Doubt", "priority high"] as const;

/** From the key that chooses a filter to the frame in which the other rows stand. */
async function filterChanges(page: Page): Promise<number[]> {
  const samples: number[] = [];
  for (let change = 0; change < FILTER_CHANGES; change++) {
    const [field = "", value = ""] = (FILTERS[change % FILTERS.length] ?? "").split(" ");
    const box = page.getByRole("combobox", { name: "Filter jobs" });
    await box.fill(`${field}:${value}`);
    await page.getByRole("option").first().waitFor();
    samples.push(
      await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const table = document.querySelector("[role=table]");
            const first = table?.querySelector("[data-row-index]")?.getAttribute("data-testid");
            const startedMs = performance.now();
            document
              .querySelector("[role=combobox]")
              ?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
            const look = () => {
              const now = document.querySelector("[role=table]");
              const isOther = now?.querySelector("[data-row-index]")?.getAttribute("data-testid") !== first;
              const isWhole = now !== null && !now.classList.contains("opacity-60");
              if ((isOther && isWhole) || performance.now() - startedMs > 5_000)
                resolve(performance.now() - startedMs);
              else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
          }),
      ),
    );
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.locator("[data-row-index='0']").waitFor();
  }
  return samples.filter((sample) => sample < 5_000);
}

/** The newest jobs run, so that they are in sight: written past the triggers, before the page is loaded. */
async function makeRunning({ superuser, nodeIds }: World, count: number): Promise<string[]> {
  await superuser.query("set session_replication_role = replica");
  const { rows } = await superuser.query<{ id: string }>(
    `update public.jobs set status = 'processing', node_id = $2, attempt_id = gen_random_uuid(), stage = 'render',
       started_at = now(), assigned_at = now(), finished_at = null, error = null, error_category = null
     where id in (${NEWEST}) returning id`,
    [count, nodeIds[0]],
  );
  await superuser.query("reset session_replication_role");
  return rows.map(({ id }) => id);
}

/** Of the projects that somebody is a member of: the reader's. */
const NEWEST = `select j.id from public.jobs as j
  where j.project_id in (select m.project_id from public.project_members as m)
  order by j.created_at desc limit $1`;

/** Progress of jobs all over the list, ten in a statement, so that each is told of by an event of its own. */
async function changesPerSecond(world: World, perSecond: number, seconds: number): Promise<number> {
  const { rows } = await world.superuser.query<{ id: string }>(NEWEST, [2_000]);
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  try {
    const startedMs = performance.now();
    let changes = 0;
    while (performance.now() - startedMs < seconds * 1_000) {
      const due = ((performance.now() - startedMs) / 1_000) * perSecond;
      if (changes >= due) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        continue;
      }
      const ids = Array.from({ length: 10 }, (_, index) => rows[(changes + index) % rows.length]?.id);
      await client.query(
        "update public.jobs set progress_ratio = 0.9 - progress_ratio % 0.9 where id = any ($1::uuid[])",
        [ids],
      );
      changes += ids.length;
    }
    return changes;
  } finally {
    await client.end();
  }
}

/** What the page holds after the garbage is gone, before and after minutes of work at a fifth of the pace. */
async function memoryGrowth(
  page: Page,
  world: World,
  minutes: number,
): Promise<{ beforeMb: number; afterMb: number }> {
  const session = await page.context().newCDPSession(page);
  const heldMb = async (): Promise<number> => {
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    return Number((usedSize / 1024 ** 2).toFixed(1));
  };
  await changesPerSecond(world, EVENTS_PER_SECOND / 5, 10);
  const beforeMb = await heldMb();
  await changesPerSecond(world, EVENTS_PER_SECOND / 5, minutes * 60);
  return { beforeMb, afterMb: await heldMb() };
}

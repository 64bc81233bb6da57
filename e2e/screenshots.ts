import { mkdir } from "node:fs/promises";
import path from "node:path";
import { chromium, type Browser, type Page } from "@playwright/test";
import { createServiceClient } from "@spool/db/service-client";
import { ensureAdministrator } from "../scripts/platform/administrator.ts";
import { startPlatform, type Platform } from "../scripts/platform/platform.ts";
import { PROJECT_ROOT, SetupError } from "../scripts/platform/settings.ts";
import { temporarySettings } from "../scripts/platform/temporary-settings.ts";
import { runCommand, say } from "../scripts/platform/terminal.ts";
import { submitJob, watchJob } from "../scripts/platform/watch-job.ts";
import { giveThumbnails } from "../scripts/sample-data/give-thumbnails.ts";
import {
  connectSuperuser,
  fillSampleData,
  keepSampleNodesAlive,
} from "../scripts/sample-data/sample-data.ts";
import { chromiumLaunchOptions } from "./support/chromium.ts";
import { SKELETON } from "./support/drawn.ts";
import { SCENES, type Scene, type World } from "./support/scenes.ts";
import { screenshot } from "./support/screenshot.ts";
import { sendSignInForm } from "./support/sign-in-form.ts";

const SCREENSHOTS = path.join(PROJECT_ROOT, "docs/screenshots");
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** A page that needs longer is worth looking at as it is. */
const PATIENCE_MS = 15_000;
const THEMES = ["dark", "light"] as const;
/** Of the first job: long enough for a video with several scenes. */
const FINISHED = {
  question: "Why is the sky blue?",
  text: "Air scatters short waves more than long ones. Blue light is short. Red light is long and passes. At dusk it is what is left.",
};

/**
 * Writes every page of the console, in both themes and the main ones at the width of a telephone, to docs/screenshots.
 *
 * Names of scenes as arguments take only those.
 */
await runCommand(async () => {
  const wanted = process.argv.slice(2);
  const scenes = SCENES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  if (scenes.length === 0)
    throw new SetupError(`There are ${SCENES.map(({ name }) => name).join(", ")}, not ${wanted.join(", ")}.`);
  await mkdir(SCREENSHOTS, { recursive: true });
  const { settings, remove } = await temporarySettings();
  const platform = await startPlatform(settings, { withConsole: true, onStep: say });
  const browser = await chromium.launch(chromiumLaunchOptions());
  const superuser = await connectSuperuser(settings.dataDir, platform.databaseUrl);
  const done = new AbortController();
  try {
    const administrator = await ensureAdministrator(settings.dataDir, platform);
    const ended = await endTwoJobs(platform);
    await fillSampleData(superuser);
    await giveThumbnails(superuser, createServiceClient(platform.apiUrl, platform.secretKey));
    const alive = keepSampleNodesAlive(superuser, done.signal);
    const world = { administrator, ...(await describeWorld(platform, ended)) };
    for (const [size, suffix] of [
      [DESK, ""],
      [PHONE, "-phone"],
    ] as const) {
      const shown = scenes.filter(({ onPhone }) => size === DESK || onPhone === true);
      await photograph(browser, world, { scenes: shown, size, suffix });
    }
    done.abort();
    await alive;
  } finally {
    done.abort();
    await superuser.end();
    await browser.close();
    await platform.stop();
    await remove();
  }
});

/** A job that became a video, and one that could not: by their ids. */
async function endTwoJobs(platform: Platform): Promise<Record<"finished" | "failed", string>> {
  const submit = (payload: object) => submitJob(platform, { job_type: "doubt", payload });
  const watch = (job: Awaited<ReturnType<typeof submit>>) =>
    watchJob(platform, job, { timeoutSeconds: 240, onChange: () => undefined });
  const finished = await submit(FINISHED);
  await watch(finished);
  const failed = await submit({ question: "   " });
  await watch(failed);
  return { finished: finished.id, failed: failed.id };
}

async function describeWorld(
  platform: Platform,
  ended: Awaited<ReturnType<typeof endTwoJobs>>,
): Promise<Omit<World, "administrator">> {
  const service = createServiceClient(platform.apiUrl, platform.secretKey);
  const { data: waiting } = await service
    .from("jobs")
    .insert({
      job_type: "doubt",
      payload: { question: "How do vaccines work?" },
      requirements: { gpu: true },
    })
    .select("id")
    .single()
    .throwOnError();
  const { data: running } = await service
    .from("jobs")
    .select("id")
    .eq("status", "processing")
    .order("progress_ratio", { ascending: false })
    .limit(1)
    .single()
    .throwOnError();
  const { data: node } = await service
    .from("nodes")
    .select("id")
    .eq("name", "sample-gpu-1")
    .single()
    .throwOnError();
  return {
    consoleUrl: platform.consoleUrl ?? "",
    jobs: { ...ended, waiting: waiting.id, running: running.id },
    nodeId: node.id,
  };
}

interface Session {
  scenes: readonly Scene[];
  size: typeof DESK | typeof PHONE;
  suffix: string;
}

async function photograph(browser: Browser, world: World, { scenes, size, suffix }: Session): Promise<void> {
  const context = await browser.newContext({ viewport: size, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  for (const scene of scenes.toSorted((one, other) => Number(!one.isOutside) - Number(!other.isOutside))) {
    if (!scene.isOutside) await signInOnce(page, world);
    say(`${scene.name}${suffix}`);
    try {
      await page.goto(`${world.consoleUrl}${scene.path(world)}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      if (!scene.isOutside) await page.locator("[data-testid=live-dot][data-live=live]").first().waitFor();
      await scene.act?.(page);
      await waitUntilDrawn(page, scene);
    } catch (error) {
      // One page that is not as it should be is worth seeing, and is no reason to leave the others out.
      say(`${scene.name}: ${String(error)}`);
      process.exitCode = 1;
    }
    for (const theme of THEMES.filter((name) => (scene.onlyIn ?? name) === name)) {
      // The theme is nothing but this attribute: no page is opened twice.
      await page.evaluate((name) => {
        document.documentElement.dataset["theme"] = name;
      }, theme);
      await screenshot(page, path.join(SCREENSHOTS, `${scene.name}-${theme}${suffix}.webp`));
    }
  }
  await context.close();
}

async function signInOnce(page: Page, { consoleUrl, administrator }: World): Promise<void> {
  const cookies = await page.context().cookies();
  if (cookies.some(({ name }) => name.includes("-auth-token"))) return;
  await page.goto(`${consoleUrl}/sign-in`);
  await sendSignInForm(page, administrator);
  await page.getByRole("navigation").first().waitFor();
}

/** Until nothing is on its way: no skeleton is left, and every picture in sight can be drawn. */
async function waitUntilDrawn(page: Page, { hasSkeletons = false }: Scene): Promise<void> {
  await page.waitForFunction(
    (skeleton) =>
      (skeleton === null || document.querySelector(skeleton) === null) &&
      [...document.images].every(({ complete, loading }) => complete || loading === "lazy"),
    hasSkeletons ? null : SKELETON,
  );
  await page.evaluate(() =>
    Promise.all(
      // One that cannot be decoded is shown as broken, and seen.
      [...document.images]
        .filter(({ complete }) => complete)
        .map((image) => image.decode().catch(() => null)),
    ),
  );
}

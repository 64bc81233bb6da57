import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openMedia } from "@spool/media/open-media";
import { findRevideo } from "../apps/orchestrator/src/renderers/revideo/installation.ts";
import { createRevideoRenderer } from "../apps/orchestrator/src/renderers/revideo/revideo-renderer.ts";
import { shortStoryboard } from "../apps/orchestrator/src/test-support/short-storyboard.ts";
import { ensureBrowser } from "./platform/browser.ts";
import { SetupError } from "./platform/settings.ts";
import { runCommand, say } from "./platform/terminal.ts";

const FOLDER = fileURLToPath(new URL("../apps/orchestrator/renderers/revideo/", import.meta.url));
const TRY_TIMEOUT_MS = 300_000;

/** `npm run revideo -- install|check|remove`: the renderer revideo, which is not part of Spool's own installation. */
await runCommand(async () => {
  const [command] = process.argv.slice(2);
  if (command === "install") {
    ensureBrowser();
    install();
    await tryOut();
  } else if (command === "check") {
    await tryOut();
  } else if (command === "remove") {
    await rm(join(FOLDER, "node_modules"), { recursive: true, force: true });
    say("Revideo is removed.");
  } else {
    throw new SetupError("Usage: npm run revideo -- install|check|remove");
  }
});

/** What its lock file says, without the browser that puppeteer would fetch. */
function install(): void {
  say("Installing Revideo (about 300 MB) …");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: FOLDER,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
    env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: "1", DISABLE_TELEMETRY: "true" },
  });
  if (status !== 0) throw new SetupError("npm ci failed: see its messages above.");
}

/** Renders three seconds: proves the installation, and leaves what Vite prepares for every later render. */
async function tryOut(): Promise<void> {
  const installation = findRevideo(ensureBrowser());
  if ("missing" in installation) throw new SetupError(installation.missing);
  const folder = await mkdtemp(join(tmpdir(), "spool-revideo-"));
  try {
    const startedAtMs = performance.now();
    const renderer = createRevideoRenderer({
      media: await openMedia(),
      installation,
      path: process.env["PATH"] ?? "",
    });
    const signal = AbortSignal.timeout(TRY_TIMEOUT_MS);
    const picture = await renderer(shortStoryboard(), folder, signal, () => undefined);
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    say(
      `Revideo works: ${picture.framesDrawn} frames of ${picture.widthPx} × ${picture.heightPx} in ${seconds} s.`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

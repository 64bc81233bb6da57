import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { say } from "./terminal.ts";
import { SetupError } from "./settings.ts";

const SYSTEM_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * Path of a Chromium that can play H.264, installed when there is none.
 *
 * The system's browser comes before Playwright's own download, which is built without H.264 and cannot play our videos.
 * `CHROMIUM_PATH` overrides.
 */
export function ensureBrowser(): string {
  const configured = process.env["CHROMIUM_PATH"];
  if (configured) {
    if (!existsSync(configured))
      throw new SetupError(`CHROMIUM_PATH names ${configured}, which does not exist.`);
    return configured;
  }
  const found = findSystemBrowser();
  if (found !== undefined) return found;

  if (process.platform === "linux" && process.getuid?.() === 0 && hasCommand("apt-get")) {
    say("Installing Chromium for the browser tests …");
    execFileSync("apt-get", ["update", "-qq"], { stdio: ["ignore", 2, 2] });
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
      stdio: ["ignore", 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    const installed = findSystemBrowser();
    if (installed !== undefined) return installed;
  }
  throw new SetupError(
    "The browser tests need Chromium or Chrome with H.264. Install one (Debian, Ubuntu: apt-get install chromium) " +
      "or set CHROMIUM_PATH to its executable.",
  );
}

const findSystemBrowser = (): string | undefined => SYSTEM_BROWSERS.find((path) => existsSync(path));

const hasCommand = (name: string): boolean => spawnSync("which", [name], { stdio: "ignore" }).status === 0;

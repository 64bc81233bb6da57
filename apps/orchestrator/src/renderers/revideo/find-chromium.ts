import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const SYSTEM_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const PLAYWRIGHT_BROWSERS = [
  "chrome-linux/chrome",
  "chrome-linux64/chrome",
  "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
  "chrome-win/chrome.exe",
];

/** A Chromium on this machine: the one that was named, Playwright's, or the system's; null where there is none. */
export function findChromium(named: string | undefined, home: string = homedir()): string | null {
  if (named !== undefined) return existsSync(named) ? named : null;
  const downloads = join(home, ".cache/ms-playwright");
  const versions = existsSync(downloads)
    ? readdirSync(downloads).filter((name) => /^chromium-\d+$/.test(name))
    : [];
  const candidates = versions
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
    .flatMap((version) => PLAYWRIGHT_BROWSERS.map((path) => join(downloads, version, path)));
  return [...candidates, ...SYSTEM_BROWSERS].find((path) => existsSync(path)) ?? null;
}

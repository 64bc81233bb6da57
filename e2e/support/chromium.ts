import type { LaunchOptions } from "@playwright/test";
import { ensureBrowser } from "../../scripts/platform/browser.ts";

/** Chromium as root in a container without a GPU, and without its calls home. */
export function chromiumLaunchOptions(): LaunchOptions {
  return {
    executablePath: ensureBrowser(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--autoplay-policy=no-user-gesture-required",
    ],
  };
}

import { defineConfig } from "@playwright/test";
import { chromiumLaunchOptions } from "./support/chromium.ts";

export default defineConfig({
  testDir: "features",
  outputDir: "test-results",
  globalSetup: "./support/global-setup.ts",
  // One platform, two cores: videos rendered in parallel would only wait for each other.
  workers: 1,
  timeout: 300_000,
  retries: process.env["CI"] ? 1 : 0,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    // What cannot be clicked or filled by then is not there.
    actionTimeout: 30_000,
    launchOptions: chromiumLaunchOptions(),
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    viewport: { width: 1440, height: 900 },
  },
});

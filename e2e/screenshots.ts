import { mkdir } from "node:fs/promises";
import path from "node:path";
import { chromium } from "@playwright/test";
import { ensureAdministrator } from "../scripts/platform/administrator.ts";
import { startPlatform } from "../scripts/platform/platform.ts";
import { PROJECT_ROOT } from "../scripts/platform/settings.ts";
import { temporarySettings } from "../scripts/platform/temporary-settings.ts";
import { runCommand, say } from "../scripts/platform/terminal.ts";
import { submitJob, watchJob } from "../scripts/platform/watch-job.ts";
import { chromiumLaunchOptions } from "./support/chromium.ts";
import { useTheme } from "./support/theme.ts";

const FINISHED_JOBS = [
  {
    question: "Why is the sky blue?",
    text: "Air scatters short waves more than long ones. Blue light is short.",
  },
  {
    question: "What does the heart do?",
    text: "The heart pumps blood. Its right side serves the lungs. Its left side serves the body.",
  },
];
const WAITING_JOBS = ["How do vaccines work?", "What is inflation?", "Why do ships float?"];

/** Makes the README's pictures from a real instance: some videos made, one being made, some waiting. */
await runCommand(async () => {
  const { settings, remove } = await temporarySettings();
  const images = path.join(PROJECT_ROOT, "docs/images");
  await mkdir(images, { recursive: true });
  const platform = await startPlatform(settings, { withConsole: true, onStep: say });
  const browser = await chromium.launch(chromiumLaunchOptions());
  try {
    const administrator = await ensureAdministrator(settings.dataDir, platform);
    let lastJobId = "";
    for (const payload of FINISHED_JOBS) {
      const job = await submitJob(platform, { job_type: "doubt", payload });
      await watchJob(platform, job, { timeoutSeconds: 300, onChange: () => undefined });
      lastJobId = job.id;
    }
    for (const question of WAITING_JOBS)
      await submitJob(platform, { job_type: "doubt", payload: { question } });

    for (const theme of ["dark", "light"] as const) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await useTheme(page, platform.consoleUrl ?? "", theme);
      await page.goto(platform.consoleUrl ?? "");
      await page.getByLabel("Email").fill(administrator.email);
      await page.getByLabel("Password", { exact: true }).fill(administrator.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("navigation").first().waitFor();
      for (const [name, route] of [
        ["overview", "/"],
        ["jobs", "/jobs"],
        ["job", `/jobs/${lastJobId}`],
      ] as const) {
        await page.goto(`${platform.consoleUrl ?? ""}${route}`);
        await page.locator("[data-testid=live-dot][data-live=live]").first().waitFor();
        await page.screenshot({ path: path.join(images, `${name}-${theme}.png`) });
      }
      await page.close();
    }
  } finally {
    await browser.close();
    await platform.stop();
    await remove();
  }
});

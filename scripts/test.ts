import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { ensureBrowser } from "./platform/browser.ts";
import { PROJECT_ROOT, SetupError } from "./platform/settings.ts";
import { runCommand, say } from "./platform/terminal.ts";

/** `npm test` runs everything; `npm test -- --only unit` or `--only browser` one half of it. */
await runCommand(() => {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const { only } = values;
  if (only !== undefined && only !== "unit" && only !== "browser") {
    throw new SetupError("--only takes unit or browser.");
  }
  if (only !== "browser") run("unit, database, worker and gateway tests", "vitest", ["run"]);
  if (only !== "unit") {
    run("browser tests", "playwright", ["test", "--config", "e2e/playwright.config.ts"], {
      CHROMIUM_PATH: ensureBrowser(),
    });
  }
  say("\nAll tests passed.");
});

function run(title: string, command: string, args: string[], env: Record<string, string> = {}): void {
  say(`\n── ${title}`);
  const { status } = spawnSync(command, args, {
    cwd: PROJECT_ROOT,
    stdio: "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
  });
  if (status !== 0) throw new SetupError(`The ${title} did not pass.`);
}

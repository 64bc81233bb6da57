import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { ensureBrowser } from "./platform/browser.ts";
import { INSIDE_TESTS } from "./outside-tests.ts";
import { PROJECT_ROOT, SetupError } from "./platform/settings.ts";
import { runCommand, say } from "./platform/terminal.ts";

/** Whatever the environment names, the other tests start what they need. */
const NO_OUTSIDE = { SUPABASE_DB_URL: "" };

/**
 * `npm test` runs everything; `npm test -- --only unit` or `--only browser` one half of it; `--only outside` what runs
 * against a Supabase that the environment names (docs/official-stack.md).
 */
await runCommand(() => {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const { only } = values;
  if (only !== undefined && !["unit", "browser", "outside"].includes(only)) {
    throw new SetupError("--only takes unit, browser or outside.");
  }
  if (only === "outside") {
    runOutside();
    return;
  }
  if (only !== "browser") run("unit, database, worker and gateway tests", "vitest", ["run"]);
  if (only !== "unit") {
    run("browser tests", "playwright", ["test", "--config", "e2e/playwright.config.ts"], {
      ...NO_OUTSIDE,
      CHROMIUM_PATH: ensureBrowser(),
    });
  }
  say("\nAll tests passed.");
});

function runOutside(): void {
  if (!process.env["SUPABASE_DB_URL"]) {
    throw new SetupError("Set SUPABASE_DB_URL, and what docs/official-stack.md names beside it.");
  }
  say("Only a stack of our own shows these:");
  for (const [path, reason] of Object.entries(INSIDE_TESTS)) say(`  ${path}: ${reason}`);
  const args = ["run", "--config", "vitest.outside.config.ts"];
  run("tests against the Supabase that the environment names", "vitest", args, {});
  say("\nAll tests passed.");
}

function run(title: string, command: string, args: string[], env: Record<string, string> = NO_OUTSIDE): void {
  say(`\n── ${title}`);
  const { status } = spawnSync(command, args, {
    cwd: PROJECT_ROOT,
    stdio: "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
  });
  if (status !== 0) throw new SetupError(`The ${title} did not pass.`);
}

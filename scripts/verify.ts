import { spawnSync } from "node:child_process";
import { runCommand, say } from "./platform/terminal.ts";
import { PROJECT_ROOT } from "./platform/settings.ts";

const CHECKS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ["formatting", "prettier", "--check", "--log-level", "warn", "."],
  ["types", "turbo", "run", "typecheck", "--output-logs=errors-only"],
  ["types of scripts and SQL tests", "tsc", "--noEmit", "-p", "tsconfig.json"],
  ["lint", "eslint", "."],
  [
    "import directions",
    "depcruise",
    "--config",
    ".dependency-cruiser.cjs",
    "apps",
    "packages",
    "bench",
    "e2e",
    "scripts",
    "supabase",
  ],
  ["unused code", "knip"],
  ["job catalogue in SQL", process.execPath, "scripts/generate-catalogue-migration.ts", "--check"],
];

await runCommand(() => {
  const failures = CHECKS.filter(([name, command, ...args]) => {
    say(`── ${name}`);
    const { status } = spawnSync(command, args, {
      cwd: PROJECT_ROOT,
      stdio: "inherit",
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
    });
    return status !== 0;
  });
  if (failures.length > 0) {
    say(`\nNot clean: ${failures.map(([name]) => name).join(", ")}`);
    process.exitCode = 1;
  }
});

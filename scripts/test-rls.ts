import { spawnSync } from "node:child_process";
import { PROJECT_ROOT, SetupError } from "./platform/settings.ts";
import { runCommand, say } from "./platform/terminal.ts";

/** `npm run test:rls`: who may do what, tried for every table and function (supabase/tests/access). */
await runCommand(() => {
  const files = ["supabase/tests/access-matrix", "supabase/tests/row-level-security"];
  const { status } = spawnSync("vitest", ["run", "--project", "database", ...files], {
    cwd: PROJECT_ROOT,
    stdio: "inherit",
  });
  if (status !== 0) throw new SetupError("Somebody may do more or less than supabase/tests/access says.");
  say("\nEverybody may do exactly what supabase/tests/access says.");
});

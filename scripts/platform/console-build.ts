import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { PROJECT_ROOT, SetupError } from "./settings.ts";

/** Builds the console for production. Turbo restores the last build when no source has changed since. */
export async function ensureConsoleBuilt(
  onStep: (step: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  onStep("Building the console (only when its sources have changed)");
  const turbo = path.join(PROJECT_ROOT, "node_modules/.bin/turbo");
  try {
    await promisify(execFile)(turbo, ["run", "build", "--filter=@spool/admin", "--output-logs=errors-only"], {
      cwd: PROJECT_ROOT,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", NEXT_TELEMETRY_DISABLED: "1" },
      maxBuffer: 16 * 1024 * 1024,
      ...(signal && { signal }),
    });
  } catch (error) {
    // A terminal interrupts the build together with us, whichever is first.
    signal?.throwIfAborted();
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new SetupError(`The console could not be built:\n${stdout ?? ""}${stderr ?? ""}`, { cause: error });
  }
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readSettings, type PlatformSettings } from "./settings.ts";

/** Settings for a platform of its own: an empty data folder, the local stack, free ports. `remove` once it has stopped. */
export async function temporarySettings(): Promise<{
  settings: PlatformSettings;
  remove: () => Promise<void>;
}> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "spool-temporary-"));
  return {
    settings: {
      ...readSettings(),
      external: null,
      dataDir,
      apiPort: 0,
      databasePort: 0,
      consolePort: 0,
      orchestratorPort: 0,
      workerPort: 0,
    },
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startPlatform } from "../../scripts/platform/platform.ts";
import { readSettings } from "../../scripts/platform/settings.ts";
import { say } from "../../scripts/platform/terminal.ts";

/** Starts the whole of Spool on free ports and an empty data folder, once for all browser tests. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "spool-e2e-"));
  const platform = await startPlatform(
    {
      ...readSettings(),
      external: null,
      dataDir,
      apiPort: 0,
      databasePort: 0,
      consolePort: 0,
      orchestratorPort: 0,
      workerPort: 0,
    },
    { withConsole: true, onStep: say },
  );
  process.env["E2E_PLATFORM"] = JSON.stringify({
    apiUrl: platform.apiUrl,
    consoleUrl: platform.consoleUrl,
    publishableKey: platform.publishableKey,
    secretKey: platform.secretKey,
  });
  return async () => {
    await platform.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

import { startPlatform } from "../../scripts/platform/platform.ts";
import { temporarySettings } from "../../scripts/platform/temporary-settings.ts";
import { say } from "../../scripts/platform/terminal.ts";

/** Starts the whole of Spool on free ports and an empty data folder, once for all browser tests. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const { settings, remove } = await temporarySettings();
  const platform = await startPlatform(settings, { withConsole: true, onStep: say });
  process.env["E2E_PLATFORM"] = JSON.stringify({
    apiUrl: platform.apiUrl,
    consoleUrl: platform.consoleUrl,
    publishableKey: platform.publishableKey,
    secretKey: platform.secretKey,
    databaseUrl: platform.databaseUrl,
    dataDir: settings.dataDir,
  });
  return async () => {
    await platform.stop();
    await remove();
  };
}

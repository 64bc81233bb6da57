import { parseArgs } from "node:util";
import { SetupError } from "../../scripts/platform/settings.ts";
import { runCommand } from "../../scripts/platform/terminal.ts";
import { consoleBench } from "./console.ts";
import { footprint } from "./footprint.ts";
import { gateway } from "./gateway.ts";
import { latency } from "./latency.ts";
import { lifecycle } from "./lifecycle.ts";
import { million } from "./million.ts";
import { realtime } from "./realtime.ts";
import { render } from "./render.ts";
import { printReport, type Figure } from "./report.ts";
import { takeover } from "./takeover.ts";
import { upload } from "./upload.ts";

const BENCHES: Record<string, () => Promise<Figure[]>> = {
  console: consoleBench,
  footprint,
  gateway,
  latency,
  lifecycle,
  million,
  realtime,
  render,
  takeover,
  upload,
};

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: { json: { type: "boolean", default: false } },
    allowPositionals: true,
    // A bench may have options of its own.
    strict: false,
  });
  const [name = ""] = positionals;
  const bench = BENCHES[name];
  if (bench === undefined) {
    throw new SetupError(`Usage: npm run bench -- ${Object.keys(BENCHES).join("|")} [--json]`);
  }
  await printReport(name, await bench(), values.json === true);
});

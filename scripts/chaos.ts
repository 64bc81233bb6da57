import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { runChaos, type ChaosReport } from "./chaos/run-chaos.ts";
import { SetupError } from "./platform/settings.ts";
import { runCommand, say } from "./platform/terminal.ts";

const DEFAULT_MINUTES = "1";
const SEED_MAX = 2 ** 32;

/** `npm run chaos -- [--minutes N] [--seed S] [--json]`: exit code 1 when a rule was violated. */
await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      minutes: { type: "string", default: DEFAULT_MINUTES },
      seed: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new SetupError("--minutes takes a number above 0.");
  const seed = values.seed === undefined ? randomInt(SEED_MAX) : Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new SetupError("--seed takes a whole number.");

  const report = await runChaos({ minutes, seed }, say);
  if (values.json) process.stdout.write(`${JSON.stringify({ chaos: report })}\n`);
  else print(report);
  if (report.violations > 0) process.exitCode = 1;
});

function print(report: ChaosReport): void {
  const pairs = (of: Record<string, number>) =>
    Object.entries(of)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ");
  process.stdout.write(
    `${[
      `faults      ${pairs(report.faults)}`,
      `jobs        ${pairs(report.jobs)}`,
      `attempts    ${pairs(report.attempts)}`,
      `violations  ${report.violations}`,
      ...report.violated.map(
        ({ rule, count, examples }) => `  ${rule}: ${count} ${JSON.stringify(examples)}`,
      ),
      ...report.left_out.map((what) => `left out    ${what}`),
      `repeat      npm run chaos -- --minutes ${report.minutes} --seed ${report.seed}`,
    ].join("\n")}\n`,
  );
}

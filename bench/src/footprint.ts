import { readdirSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { startPlatform } from "../../scripts/platform/platform.ts";
import { processStat } from "../../scripts/platform/process-stat.ts";
import { say } from "../../scripts/platform/terminal.ts";
import { proportionalMb } from "./process-memory.ts";
import { figure, type Figure } from "./report.ts";
import { temporarySettings } from "../../scripts/platform/temporary-settings.ts";

const SETTLE_SECONDS = 20;

/** Memory of everything together when nothing runs, and how long a second start takes until the console answers. */
export async function footprint(): Promise<Figure[]> {
  const { settings, remove } = await temporarySettings();
  try {
    const first = await startPlatform(settings, { withConsole: true, onStep: say });
    await first.stop();

    const startedAt = performance.now();
    const platform = await startPlatform(settings, { withConsole: true, onStep: say });
    try {
      const response = await fetch(platform.consoleUrl ?? platform.apiUrl);
      if (!response.ok) throw new Error(`The console answered ${response.status}`);
      const startSeconds = (performance.now() - startedAt) / 1_000;
      say(`Idle for ${SETTLE_SECONDS} s`);
      await delay(SETTLE_SECONDS * 1_000);
      const pids = [process.pid, ...platform.processes().flatMap(({ pid }) => withDescendants(pid))];
      return [
        figure(
          "idle_pss_mb",
          pids.reduce((sum, pid) => sum + proportionalMb(pid), 0),
          "MB",
        ),
        figure("start_s", startSeconds, "s"),
        ...platform.processes().map(({ name, pid }) =>
          figure(
            `idle_pss_mb_${name}`,
            withDescendants(pid).reduce((sum, one) => sum + proportionalMb(one), 0),
            "MB",
          ),
        ),
      ];
    } finally {
      await platform.stop();
    }
  } finally {
    await remove();
  }
}

function withDescendants(pid: number): number[] {
  const parentOf = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    // Null: the process ended while we looked.
    const stat = processStat(Number(entry));
    if (stat !== null) parentOf.set(Number(entry), stat.parentPid);
  }
  const children = (of: number): number[] =>
    [...parentOf].filter(([, parent]) => parent === of).flatMap(([child]) => [child, ...children(child)]);
  return [pid, ...children(pid)];
}

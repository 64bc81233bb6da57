import { readdirSync, readFileSync } from "node:fs";
import { proportionalMb } from "../process-memory.ts";

const EVERY_MS = 250;

/** Measures this process and all that it started, several times a second; `stop` tells the most that they held together. */
export function watchTreeMemory(): { stop(): number } {
  let peakMb = 0;
  const timer = setInterval(() => {
    const total = tree(process.pid).reduce((sum, pid) => sum + memoryOf(pid), 0);
    peakMb = Math.max(peakMb, total);
  }, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return peakMb;
    },
  };
}

function memoryOf(pid: number): number {
  try {
    return proportionalMb(pid) || 0;
  } catch {
    return 0; // it ended while we looked
  }
}

function tree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const status = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(status.slice(status.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      continue;
    }
  }
  const found = [root];
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found;
}

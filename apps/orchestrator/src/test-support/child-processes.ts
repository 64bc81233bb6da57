import { readdirSync, readFileSync } from "node:fs";

interface Descendant {
  pid: number;
  command: string;
}

/** Processes that this one started, or that those started, and that have not ended. Linux only, like the tests. */
export function childProcesses(): Descendant[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return state === "Z" ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
      } catch {
        return []; // it ended while we looked
      }
    });
  const found: Descendant[] = [];
  for (const waiting = [process.pid]; waiting.length > 0;) {
    const parent = waiting.pop();
    const children = all.filter((each) => each.parent === parent);
    found.push(...children);
    waiting.push(...children.map(({ pid }) => pid));
  }
  return found;
}

/** Whether there is such a process. One that has ended and that nobody has asked about is not. */
export function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** All processes of the machine whose command line holds `text`, whoever started them. */
export function commandsWith(text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")];
      } catch {
        return []; // it ended while we looked
      }
    })
    .filter((command) => command.includes(text));
}

export const ffmpegChildren = (): string[] =>
  childProcesses().flatMap(({ command }) => (command.includes("ffmpeg") ? [command] : []));

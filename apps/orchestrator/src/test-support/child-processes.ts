import { readdirSync, readFileSync } from "node:fs";

/** Processes that this one started and that have not ended. Linux only, like the tests. */
export function childProcesses(): { pid: number; command: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        if (Number(parent) !== process.pid || state === "Z") return [];
        return [
          { pid: Number(pid), command: readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ") },
        ];
      } catch {
        return []; // it ended while we looked
      }
    });
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

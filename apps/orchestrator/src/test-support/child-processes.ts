import { readdirSync, readFileSync } from "node:fs";

/** Processes that this one started and that have not ended, by their command lines. Linux only, like the tests. */
function childCommands(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        if (Number(parent) !== process.pid || state === "Z") return [];
        return [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")];
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

export const ffmpegChildren = (): string[] => childCommands().filter((command) => command.includes("ffmpeg"));

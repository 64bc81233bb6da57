import { readFileSync } from "node:fs";

export interface ProcessStat {
  /** One letter; Z for a zombie, which only waits to be reaped. */
  state: string;
  parentPid: number;
  /** In clock ticks since boot: tells a process from a later one with the same id. */
  startedAt: string;
}

/** Fields 3, 4 and 22 of proc(5) stat. Null when there is no such process, or no /proc. */
export function processStat(pid: number): ProcessStat | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command in brackets, which may hold spaces and brackets.
    const [state = "", parentPid, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state, parentPid: Number(parentPid), startedAt: rest[17] ?? "" };
  } catch {
    return null;
  }
}

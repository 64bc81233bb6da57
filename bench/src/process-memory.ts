import { readFileSync } from "node:fs";

/** Physical memory that a process holds, shared pages included. NaN when the kernel does not say. */
export const residentMb = (pid: number): number => megabytes(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB/m);

/** Proportional set size: memory shared by n processes counts 1/n for each, so that a sum counts it once. */
export const proportionalMb = (pid: number): number =>
  megabytes(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB/m);

function megabytes(file: string, line: RegExp): number {
  return Number(line.exec(readFileSync(file, "utf8"))?.[1] ?? Number.NaN) / 1024;
}
